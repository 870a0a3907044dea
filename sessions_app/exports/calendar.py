"""The only builder of iCalendar data (RFC 5545, 5546, 7986).

Downloads and feeds are public: they carry no attendee, organizer, join link or secret.
Invitations go to one registrant by mail, with ORGANIZER and one ATTENDEE (RFC 6047).
Bytes are the same for the same data: stamps are the session's own, never the clock's.
"""

import datetime
import zoneinfo
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, cast

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    vCalAddress,
    vDDDLists,
    vDuration,
    vText,
    vUri,
)

from sessions_app.enums import SessionState
from sessions_app.models import ListeningSession, Registration

PRODID = "-//CRCL//Community engagement//EN"
#: How often a calendar program should ask again.
REFRESH = datetime.timedelta(hours=6)

_STATUS = {
    SessionState.CANCELLED: "CANCELLED",
    SessionState.POSTPONED: "TENTATIVE",
}


def session_calendar(*, listening_session: ListeningSession) -> bytes:
    """Return the downloadable calendar of one session."""
    calendar = _calendar(method="PUBLISH")
    _add(calendar, [(listening_session, _event(listening_session))])
    return calendar.to_ical()


def feed(*, sessions: Iterable[ListeningSession], name: str, url: str) -> bytes:
    """Return a calendar to subscribe to. Cancelled sessions stay, as STATUS:CANCELLED."""
    calendar = _calendar(method="PUBLISH")
    calendar.add("NAME", name)
    calendar.add("X-WR-CALNAME", name)
    # icalendar leaves out the VALUE parameters that RFC 7986 (5.7, 5.8) asks for.
    refresh = vDuration(REFRESH)
    refresh.params["VALUE"] = "DURATION"
    calendar.add("REFRESH-INTERVAL", refresh)
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    source = vUri(url)
    source.params["VALUE"] = "URI"
    calendar.add("SOURCE", source)
    _add(calendar, [(session, _event(session)) for session in sessions])
    return calendar.to_ical()


def invitation(*, registration: Registration, method: Literal["REQUEST", "CANCEL"]) -> str:
    """Return the calendar part of an e-mail to one registrant.

    CANCEL takes the entry off the calendar, with the same UID: because the session was
    cancelled, or because the registrant no longer comes. The join link is in a REQUEST only
    when the seat is confirmed and the session is attended online.
    """
    session = registration.listening_session
    event = _event(session)
    organizer = vCalAddress(f"mailto:{_organizer_address()}")
    organizer.params["CN"] = vText(_("Office for Civil Rights and Civil Liberties"))
    event.add("ORGANIZER", organizer)
    attendee = vCalAddress(f"mailto:{registration.email}")
    attendee.params["CN"] = vText(registration.name)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("ACCEPTED" if method == "REQUEST" else "DECLINED")
    event.add("ATTENDEE", attendee)
    if method == "CANCEL":
        event["STATUS"] = vText("CANCELLED")
    calendar = _calendar(method=method)
    _add(calendar, [(session, event)])
    return calendar.to_ical().decode()


def _calendar(*, method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODID)
    calendar.add("METHOD", method)
    return calendar


def _event(session: ListeningSession) -> Event:
    event = Event()
    event.add("UID", session.ical_uid)
    event.add("DTSTAMP", session.revised_at.astimezone(datetime.UTC).replace(microsecond=0))
    event.add("LAST-MODIFIED", session.revised_at.astimezone(datetime.UTC).replace(microsecond=0))
    event.add("SEQUENCE", session.sequence)
    event.add("SUMMARY", session.title)
    event.add("DTSTART", session.local_start)
    event.add("DTEND", session.local_end)
    event.add("LOCATION", _location(session))
    url = f"{settings.BASE_URL}{session.get_absolute_url()}"
    event.add("DESCRIPTION", f"{session.summary}\n\n{url}")
    event.add("URL", url)
    event.add("STATUS", _STATUS.get(SessionState(session.state), "CONFIRMED"))
    return event


def _location(session: ListeningSession) -> str:
    if session.venue is None:
        return _("Online")
    room = f", {session.room}" if session.room else ""
    return f"{session.venue.name}{room}, {session.venue.address}"


def _organizer_address() -> str:
    """The bare address of ``DEFAULT_FROM_EMAIL``, which may be written with a name."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">").strip()


def _add(calendar: Calendar, rows: list[tuple[ListeningSession, Event]]) -> None:
    """Put the zones that the events use in front of them, then the events."""
    years: dict[str, list[int]] = {}
    for session, _ignored in rows:
        years.setdefault(session.time_zone, []).extend(
            (session.local_start.year, session.local_end.year)
        )
    for name in sorted(years):
        calendar.add_component(_zone(name, min(years[name]), max(years[name])))
    for _session, event in rows:
        calendar.add_component(event)


@lru_cache(maxsize=128)
def _zone(name: str, first_year: int, last_year: int) -> Timezone:
    """Return a VTIMEZONE that is right from the year before to the year after.

    icalendar 7.3 writes the start of daylight time on the new clock, one hour late; RFC 5545
    (3.6.5) wants the clock in force before it. Its COMMENT on the years is dropped.
    """
    zone = Timezone.from_tzinfo(
        zoneinfo.ZoneInfo(name),
        name,
        first_date=datetime.date(first_year - 1, 1, 1),
        last_date=datetime.date(last_year + 2, 1, 1),
    )
    zone.pop("COMMENT", None)
    for part in cast(list[TimezoneDaylight], zone.walk("DAYLIGHT")):
        ahead = part.TZOFFSETTO - part.TZOFFSETFROM
        part.DTSTART = part.DTSTART - ahead
        if "RDATE" in part:
            later = [entry.dt - ahead for entry in cast(vDDDLists, part["RDATE"]).dts]
            del part["RDATE"]
            part.add("RDATE", later)
    return zone
