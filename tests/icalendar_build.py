"""Reference implementation of :mod:`sessions_app.calendars.calendar`, with icalendar alone.

It is slow. Tests compare the output byte for byte, and benchmarks compare the speed.
"""

import datetime
from collections.abc import Iterable

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vDuration, vText, vUri

from sessions_app.calendars import calendar as quick
from sessions_app.calendars import content_lines, time_zones
from sessions_app.models import ListeningSession, Registration


class _Text(vText):
    """Text in which a literal ``\\N`` is kept; icalendar would make it a line break."""

    def to_ical(self) -> bytes:
        return rb"\\N".join(vText(part).to_ical() for part in str(self).split("\\N"))


def feed(*, sessions: Iterable[ListeningSession], name: str, url: str) -> bytes:
    calendar = _calendar()
    calendar["NAME"] = _Text(name)
    calendar["X-WR-CALNAME"] = _Text(name)
    refresh = vDuration(quick.REFRESH)
    refresh.params["VALUE"] = "DURATION"
    calendar.add("REFRESH-INTERVAL", refresh)
    calendar.add("X-PUBLISHED-TTL", vDuration(quick.REFRESH))
    source = vUri(url)
    source.params["VALUE"] = "URI"
    calendar.add("SOURCE", source)
    return _serialized(
        calendar, [(session, _event(session, _where(session))) for session in sessions]
    )


def invitation(*, registration: Registration, method: str, moves: int) -> bytes:
    session = registration.listening_session
    online = registration.mode == "virtual"
    event = _event(session, "Online" if online else _where(session).removesuffix(", and online"))
    if online and method == "REQUEST" and session.state == "scheduled" and session.join_link:
        event["DESCRIPTION"] = _Text(f"Join online: {session.join_link}\n\n{event['DESCRIPTION']}")
        conference = vUri(session.join_link)
        conference.params.update(
            {"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"], "LABEL": "Join online"}
        )
        event["CONFERENCE"] = conference
    event["SEQUENCE"] = session.sequence + moves + (1 if method == "CANCEL" else 0)
    del event["DTSTAMP"]
    latest = max(session.revised_at, registration.updated_at)
    event.add("DTSTAMP", latest.astimezone(datetime.UTC).replace(microsecond=0))
    sender = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
    organizer = vCalAddress(f"mailto:{sender}")
    organizer.params["CN"] = vText("Office for Civil Rights and Civil Liberties")
    event.add("ORGANIZER", organizer)
    attendee = vCalAddress(f"mailto:{registration.email}")
    attendee.params["CN"] = vText(content_lines.common_name(registration.name))
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("ACCEPTED" if method == "REQUEST" else "DECLINED")
    event.add("ATTENDEE", attendee)
    if method == "CANCEL" and session.state != "cancelled":
        del event["STATUS"]
    calendar = _calendar()
    calendar.add("METHOD", method)
    return _serialized(calendar, [(session, event)])


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", quick.PRODID)
    return calendar


def _where(session: ListeningSession) -> str:
    place = session.venue
    if place is None:
        return "Online"
    room = f", {session.room}" if session.room else ""
    online = ", and online" if session.format == "hybrid" else ""
    return f"{place.name}{room}, {place.address}{online}"


def _event(session: ListeningSession, where: str) -> Event:
    event = Event()
    event.add("UID", session.ical_uid)
    event.add("DTSTAMP", session.revised_at.astimezone(datetime.UTC).replace(microsecond=0))
    event.add("LAST-MODIFIED", session.revised_at.astimezone(datetime.UTC).replace(microsecond=0))
    event.add("SEQUENCE", session.sequence)
    event["SUMMARY"] = _Text(session.title)
    times = [session.local_start, session.local_end]
    if any(time.utcoffset() != time.replace(fold=1 - time.fold).utcoffset() for time in times):
        times = [time.astimezone(datetime.UTC) for time in times]
    event.add("DTSTART", times[0])
    event.add("DTEND", times[1])
    event["LOCATION"] = _Text(where)
    url = f"{settings.BASE_URL}{session.get_absolute_url()}"
    event["DESCRIPTION"] = _Text(f"{session.summary}\n\n{url}")
    event.add("URL", url)
    event.add(
        "STATUS",
        {"cancelled": "CANCELLED", "postponed": "TENTATIVE"}.get(session.state, "CONFIRMED"),
    )
    return event


def _serialized(calendar: Calendar, rows: list[tuple[ListeningSession, Event]]) -> bytes:
    for name in sorted({session.time_zone for session, _event_of_it in rows}):
        calendar.add_component(time_zones.vtimezone(name))
    for _session, event in rows:
        calendar.add_component(event)
    return calendar.to_ical()
