"""Formats a session's time and place, consistently in e-mails, pages and exports."""

import datetime

from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sessions_app.listening_sessions.enums import AttendanceMode
from sessions_app.listening_sessions.models import ListeningSession, Venue
from sessions_app.listening_sessions.models.sessions import US_TIME_ZONES

#: Date format with weekday, by language.
_DAYS = {"en": "l, F j, Y", "es": r"l j \d\e F \d\e Y"}
_ZONE_NAMES = dict(US_TIME_ZONES)


def zone_name(session: ListeningSession) -> str:
    """Return the display name of the session's time zone, such as "Eastern time"."""
    return str(_ZONE_NAMES.get(session.time_zone, session.time_zone))


def when(session: ListeningSession) -> str:
    """Return the session's local time, with the zone's name.

    ``Thursday, December 3, 2026, 6 p.m. to 8 p.m. Eastern time``
    """
    start, end = session.local_start, session.local_end
    first = moment(start)
    last = moment(end) if end.date() != start.date() else formats.date_format(end, "P")
    return pgettext("from one time to another, in a zone", "%(start)s to %(end)s %(zone)s") % {
        "start": first,
        "end": last,
        "zone": zone_name(session),
    }


def where(session: ListeningSession) -> str:
    """Return the place: the venue, online, or both."""
    if session.venue is None:
        return _("Online")
    place = _place(session.venue, session)
    return place if len(session.modes) == 1 else _("%(place)s, and online") % {"place": place}


def where_to_go(session: ListeningSession, *, mode: str) -> str:
    """Return the place for one way of attending: the address, or online."""
    if mode == AttendanceMode.VIRTUAL or session.venue is None:
        return _("Online")
    return _place(session.venue, session)


def when_and_where(session: ListeningSession, *, mode: str = "") -> str:
    """Return time and place on one line; the place for one way of attending, if given."""
    place = where_to_go(session, mode=mode) if mode else where(session)
    return f"{when(session)}; {place}"


def deadline(value: datetime.datetime, session: ListeningSession) -> str:
    """Return a moment in the session's time zone, with the zone's name."""
    return pgettext("a moment in a zone", "%(moment)s %(zone)s") % {
        "moment": moment(value.astimezone(session.zone)),
        "zone": zone_name(session),
    }


def moment(value: datetime.datetime) -> str:
    """Return date and time in the time zone of ``value``."""
    language = (translation.get_language() or "en").partition("-")[0]
    day = formats.date_format(value, _DAYS.get(language, "DATE_FORMAT"))
    return f"{day}, {formats.date_format(value, 'P')}"


def _place(venue: Venue, session: ListeningSession) -> str:
    room = f", {session.room}" if session.room else ""
    return f"{venue.name}{room}, {venue.address}"
