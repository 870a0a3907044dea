"""Formats a session's time and place, consistently in e-mails, pages and exports."""

import datetime

from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from sessions_app.listening_sessions.enums import AttendanceMode
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.listening_sessions.models.sessions import US_TIME_ZONES

#: Date format with weekday, by language.
_DAYS = {"en": "l, F j, Y", "es": r"l j \d\e F \d\e Y"}
_ZONE_NAMES = dict(US_TIME_ZONES)
#: Where to choose a zone, Arizona and the Navajo Nation, an hour apart in summer, are told apart.
ZONES_TO_CHOOSE = {
    **_ZONE_NAMES,
    "America/Denver": gettext_lazy("Mountain time (also the Navajo Nation)"),
    "America/Phoenix": gettext_lazy(
        "Mountain time, Arizona (no daylight saving; not the Navajo Nation)"
    ),
}


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
    place = place_words(session)
    if not place:
        return _("Online")
    return place if len(session.modes) == 1 else _("%(place)s, and online") % {"place": place}


def where_to_go(session: ListeningSession, *, mode: str) -> str:
    """Return the place for one way of attending: the address, or online."""
    return (place_words(session) if mode == AttendanceMode.IN_PERSON else "") or _("Online")


def place_words(session: ListeningSession) -> str:
    """Return the venue, room and address, in no language; "" if nobody can attend in person.

    These words decide whether the place has changed, not the keys of the records (ADR 0035).
    """
    venue = session.venue
    if venue is None or AttendanceMode.IN_PERSON not in session.modes:
        return ""
    room = f", {session.room}" if session.room else ""
    return f"{venue.name}{room}, {venue.address}"


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
