"""The only builder of iCalendar data (RFC 5545, 5546, 7986).

Downloads and feeds are public: they contain no attendee, organizer, join link or secret. They have
no METHOD, because PUBLISH requires an ORGANIZER (RFC 5546, 3.2.1). Invitations are e-mailed to one
registrant, with ORGANIZER and one ATTENDEE (RFC 6047). Output is deterministic: timestamps are the
session's own, never the current time.

Lines are written without icalendar's components, and the parts that many calendars share are cached
in the process (ADR 0018); a test compares the bytes with icalendar's own output.
"""

import datetime
import hashlib
import zoneinfo
from collections.abc import Container, Iterable
from functools import lru_cache
from typing import Literal, NamedTuple, Protocol, cast

from dateutil.tz import datetime_ambiguous
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import vDuration

from sessions_app.calendars.content_lines import (
    address_line,
    common_name,
    content_line,
    text_value,
    utc_value,
)
from sessions_app.calendars.time_zones import vtimezone_lines
from sessions_app.listening_sessions import wording
from sessions_app.listening_sessions.enums import SessionState, Visibility
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.listening_sessions.models.sessions import US_TIME_ZONES

PRODID = "-//CRCL//Community engagement//EN"
#: How often a calendar client should refresh.
REFRESH = datetime.timedelta(hours=6)
#: Increment with every change of the output for unchanged data: it is part of ETags.
FORMAT = 4

#: Session columns that an entry reads, a third of all.
COLUMNS = (
    *("ical_uid", "sequence", "revised_at", "starts_at", "ends_at", "time_zone"),
    *("title", "summary", "slug", "state", "visibility", "format", "room__name", "room__venue"),
    *("venue__name", "venue__street", "venue__city", "venue__state", "venue__zip_code"),
)

_STATUS: dict[str, str] = {
    SessionState.CANCELLED: "CANCELLED",
    SessionState.POSTPONED: "TENTATIVE",
}


class Registrant(Protocol):
    """A registration as read by an invitation: the person and the session."""

    @property
    def listening_session(self) -> ListeningSession: ...
    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def mode(self) -> str: ...
    @property
    def updated_at(self) -> datetime.datetime | None: ...


def session_calendar(*, listening_session: ListeningSession) -> bytes:
    """Return the downloadable calendar of one session."""
    return _calendar([_event(listening_session, _addresses())])


def feed(
    *,
    sessions: Iterable[ListeningSession],
    name: str,
    url: str = "",
    tentative: Container[int] = frozenset(),
) -> bytes:
    """Return a calendar feed. Cancelled sessions stay, as STATUS:CANCELLED.

    ``url`` is the feed's URL, unless that is a secret, because exported files are passed on.
    ``tentative`` holds the primary keys of sessions that the subscriber may not attend.
    """
    addresses = _addresses()
    refresh = vDuration(REFRESH).to_ical()
    return _calendar(
        [_event(session, addresses, session.pk in tentative) for session in sessions],
        content_line(b"NAME:", text_value(name)),
        content_line(b"X-WR-CALNAME:", text_value(name)),
        # icalendar omits the VALUE parameters that RFC 7986 (5.7, 5.8) requires.
        content_line(b"REFRESH-INTERVAL;VALUE=DURATION:", refresh),
        content_line(b"SOURCE;VALUE=URI:", url.encode()) if url else b"",
        content_line(b"X-PUBLISHED-TTL:", refresh),
    )


def invitation(
    *, registration: Registrant, method: Literal["REQUEST", "CANCEL"], moves: int = 0
) -> str:
    """Return the calendar part of an e-mail to one registrant.

    CANCEL removes the entry with the same UID from the calendar: because the session was cancelled,
    or because the registrant cancelled. ``moves`` is the number of CANCELs sent to this address
    before, and of changes between in person and online. It is added to the session's SEQUENCE, so
    that after cancelling and registering again the entry is on the calendar, and after a change
    the place is the new one (RFC 5546, 2.1.4 and 2.1.5).
    """
    session = registration.listening_session
    event = _event(
        session,
        _addresses(),
        location=wording.where_to_go(session, mode=registration.mode),
    )
    stamp = max(session.revised_at, registration.updated_at or session.revised_at)
    sequence = session.sequence + moves + (method == "CANCEL")
    attendee = address_line(
        "ATTENDEE",
        registration.email,
        CN=common_name(registration.name),
        ROLE="REQ-PARTICIPANT",
        PARTSTAT="ACCEPTED" if method == "REQUEST" else "DECLINED",
    )
    organizer = _organizer(_organizer_address(), _("Office for Civil Rights and Civil Liberties"))
    is_off = session.state == SessionState.CANCELLED
    own = event._replace(
        stamp=_stamp(stamp),
        sequence=_sequence(sequence),
        attendee=attendee,
        organizer=organizer,
        # Of one attendee who leaves, not of the event (RFC 5546, 3.2.5).
        status=b"" if method == "CANCEL" and not is_off else event.status,
    )
    return _calendar([own], content_line(b"METHOD:", method.encode())).decode()


class _Facts(NamedTuple):
    """Cache key: everything that the lines of an event depend on, so never stale."""

    uid: str
    sequence: int
    revised_at: datetime.datetime
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    zone: str
    title: str
    summary: str
    location: str
    url: str
    status: str


class _Event(NamedTuple):
    """The lines of a VEVENT in order, split where an invitation inserts its own."""

    zone: str
    head: bytes
    stamp: bytes
    uid: bytes
    sequence: bytes
    attendee: bytes
    text: bytes
    organizer: bytes
    status: bytes
    end: bytes


@lru_cache(maxsize=1)
def edition() -> str:
    """Return what the bytes depend on besides the sessions: our format and the zones' rules."""
    rules = b"".join(vtimezone_lines(name) for name, _label in US_TIME_ZONES)
    return f"{FORMAT}-{hashlib.sha256(rules).hexdigest()}"


def _calendar(events: Iterable[_Event], *about: bytes) -> bytes:
    """Assemble the calendar, with a VTIMEZONE for each zone that the events use."""
    zones: set[str] = set()
    lines: list[bytes] = []
    for event in events:
        zones.add(event.zone)
        lines += event[1:]
    return b"".join(
        [
            b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
            content_line(b"PRODID:", PRODID.encode()),
            *about,
            *map(vtimezone_lines, sorted(zones)),
            *lines,
            b"END:VCALENDAR\r\n",
        ]
    )


def _addresses() -> str:
    """Return the URL of a session's page with SLUG as a placeholder: resolved once per feed."""
    return settings.BASE_URL + reverse("sessions_app:session_detail", args=["SLUG"])


def _event(
    session: ListeningSession, addresses: str, is_tentative: bool = False, location: str = ""
) -> _Event:
    usual = "TENTATIVE" if is_tentative else "CONFIRMED"
    facts = _Facts(
        uid=session.ical_uid,
        sequence=session.sequence,
        revised_at=session.revised_at,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        zone=session.time_zone,
        title=session.title,
        summary=session.summary,
        location=location or wording.where(session),
        # A session by invitation has no public page.
        url=""
        if session.visibility == Visibility.INVITATION
        else addresses.replace("/SLUG/", f"/{session.slug}/"),
        status=_STATUS.get(session.state, usual),
    )
    return _event_of(facts)


@lru_cache(maxsize=2048)
def _event_of(facts: _Facts) -> _Event:
    clock = zoneinfo.ZoneInfo(facts.zone)
    start, end = facts.starts_at.astimezone(clock), facts.ends_at.astimezone(clock)
    return _Event(
        zone=facts.zone,
        head=b"BEGIN:VEVENT\r\n"
        + content_line(b"SUMMARY:", text_value(facts.title))
        + _times(start, end),
        stamp=_stamp(facts.revised_at),
        uid=content_line(b"UID:", text_value(facts.uid)),
        sequence=_sequence(facts.sequence),
        attendee=b"",
        text=content_line(
            b"DESCRIPTION:",
            text_value(f"{facts.summary}\n\n{facts.url}" if facts.url else facts.summary),
        )
        + content_line(b"LAST-MODIFIED:", utc_value(facts.revised_at))
        + content_line(b"LOCATION:", text_value(facts.location)),
        organizer=b"",
        status=content_line(b"STATUS:", facts.status.encode()),
        end=(content_line(b"URL:", facts.url.encode()) if facts.url else b"") + b"END:VEVENT\r\n",
    )


def _times(start: datetime.datetime, end: datetime.datetime) -> bytes:
    """Return DTSTART and DTEND in local time, or in UTC if a local time occurs twice.

    By RFC 5545 (3.3.5) such a local time is the first of the two; ical.js and node-ical take it for
    the second.
    """
    if datetime_ambiguous(start) or datetime_ambiguous(end):
        return content_line(b"DTSTART:", utc_value(start)) + content_line(b"DTEND:", utc_value(end))
    zone = cast(zoneinfo.ZoneInfo, start.tzinfo).key
    first, last = (f"TZID={zone}:{local:%Y%m%dT%H%M%S}".encode() for local in (start, end))
    return content_line(b"DTSTART;", first) + content_line(b"DTEND;", last)


def _stamp(moment: datetime.datetime) -> bytes:
    return content_line(b"DTSTAMP:", utc_value(moment))


def _sequence(number: int) -> bytes:
    return content_line(b"SEQUENCE:", str(number).encode())


@lru_cache(maxsize=8)
def _organizer(address: str, name: str) -> bytes:
    return address_line("ORGANIZER", address, CN=name)


def _organizer_address() -> str:
    """Return the bare address of ``DEFAULT_FROM_EMAIL``, which may include a name."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">").strip()
