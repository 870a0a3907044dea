"""The only builder of iCalendar data (RFC 5545, 5546, 7986).

Downloads and feeds are public: they contain no attendee, organizer, join link or secret.
Invitations are e-mailed to one registrant, with ORGANIZER and one ATTENDEE (RFC 6047). Output is
deterministic: timestamps are the session's own, never the current time.

icalendar escapes values. Folding and joining lines is done here, and the parts that many calendars
share are cached in the process (ADR 0018); a test compares the bytes with icalendar's own output.
"""

import datetime
import hashlib
import zoneinfo
from collections.abc import Container, Iterable
from functools import lru_cache
from typing import Literal, NamedTuple, Protocol, cast

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Timezone, TimezoneDaylight, vCalAddress, vDDDLists, vDuration, vText
from icalendar.parser import Contentline

from engagement_site.email_addresses import mailto
from engagement_site.plain_text import clean_line, clean_text
from sessions_app.listening_sessions import wording
from sessions_app.listening_sessions.enums import SessionState, Visibility
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.listening_sessions.models.sessions import US_TIME_ZONES

PRODID = "-//CRCL//Community engagement//EN"
#: How often a calendar client should refresh.
REFRESH = datetime.timedelta(hours=6)
#: Increment with every change of the output for unchanged data: it is part of ETags.
FORMAT = 2

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
_BREAK = b"\r\n"
#: Octets per line before folding, one short of RFC 5545's 75, like icalendar.
_WIDTH = 74


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
    return _calendar("PUBLISH", [_event(listening_session, _addresses())])


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
        "PUBLISH",
        [_event(session, addresses, session.pk in tentative) for session in sessions],
        _line(b"NAME:", _text(name)),
        _line(b"X-WR-CALNAME:", _text(name)),
        # icalendar omits the VALUE parameters that RFC 7986 (5.7, 5.8) requires.
        _line(b"REFRESH-INTERVAL;VALUE=DURATION:", refresh),
        _line(b"SOURCE;VALUE=URI:", url.encode()) if url else b"",
        _line(b"X-PUBLISHED-TTL:", refresh),
    )


def invitation(
    *, registration: Registrant, method: Literal["REQUEST", "CANCEL"], moves: int = 0
) -> str:
    """Return the calendar part of an e-mail to one registrant.

    CANCEL removes the entry with the same UID from the calendar: because the session was cancelled,
    or because the registrant cancelled. ``moves`` is the number of CANCELs sent to this address
    before. It is added to the session's SEQUENCE, so that after cancelling and registering again
    the entry is on the calendar (RFC 5546, 2.1.4 and 2.1.5).
    """
    session = registration.listening_session
    event = _event(
        session,
        _addresses(),
        location=wording.where_to_go(session, mode=registration.mode),
    )
    stamp = max(session.revised_at, registration.updated_at or session.revised_at)
    sequence = session.sequence + moves + (method == "CANCEL")
    attendee = vCalAddress(mailto(registration.email))
    attendee.params["CN"] = vText(clean_line(registration.name))
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("ACCEPTED" if method == "REQUEST" else "DECLINED")
    organizer = _organizer(_organizer_address(), _("Office for Civil Rights and Civil Liberties"))
    status = _line(b"STATUS:", b"CANCELLED") if method == "CANCEL" else event.status
    return _calendar(
        method,
        [
            event._replace(
                stamp=_stamp(stamp),
                sequence=_sequence(sequence),
                attendee=_address("ATTENDEE", attendee),
                organizer=organizer,
                status=status,
            )
        ],
    ).decode()


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
    years: tuple[int, int]
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
    first = datetime.datetime(2025, 1, 1, 12, tzinfo=datetime.UTC)
    weeks = [first + datetime.timedelta(weeks=week) for week in range(10 * 52)]
    offsets = [
        week.astimezone(zoneinfo.ZoneInfo(name)).utcoffset()
        for name, _label in US_TIME_ZONES
        for week in weeks
    ]
    return f"{FORMAT}-{hashlib.sha256(repr(offsets).encode()).hexdigest()}"


def _calendar(method: str, events: Iterable[_Event], *about: bytes) -> bytes:
    """Assemble the calendar, with a VTIMEZONE for each zone that the events use."""
    years: dict[str, set[int]] = {}
    lines: list[bytes] = []
    for event in events:
        years.setdefault(event.zone, set()).update(event.years)
        lines += event[2:]
    return b"".join(
        [
            b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
            _line(b"PRODID:", PRODID.encode()),
            _line(b"METHOD:", method.encode()),
            *about,
            *(_zone(name, min(years[name]), max(years[name])) for name in sorted(years)),
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
        years=(start.year, end.year),
        head=b"BEGIN:VEVENT\r\n" + _line(b"SUMMARY:", _text(facts.title)) + _times(start, end),
        stamp=_stamp(facts.revised_at),
        uid=_line(b"UID:", _text(facts.uid)),
        sequence=_sequence(facts.sequence),
        attendee=b"",
        text=_line(
            b"DESCRIPTION:",
            _text(f"{facts.summary}\n\n{facts.url}" if facts.url else facts.summary),
        )
        + _line(b"LAST-MODIFIED:", _utc(facts.revised_at))
        + _line(b"LOCATION:", _text(facts.location)),
        organizer=b"",
        status=_line(b"STATUS:", facts.status.encode()),
        end=(_line(b"URL:", facts.url.encode()) if facts.url else b"") + b"END:VEVENT\r\n",
    )


def _times(start: datetime.datetime, end: datetime.datetime) -> bytes:
    """Return DTSTART and DTEND in local time, or in UTC if the local time is the second occurrence.

    An ambiguous local time means the first occurrence (RFC 5545, 3.3.5).
    """
    if start.fold or end.fold:
        return _line(b"DTSTART:", _utc(start)) + _line(b"DTEND:", _utc(end))
    zone = cast(zoneinfo.ZoneInfo, start.tzinfo).key
    first, last = (f"TZID={zone}:{local:%Y%m%dT%H%M%S}".encode() for local in (start, end))
    return _line(b"DTSTART;", first) + _line(b"DTEND;", last)


def _text(words: str) -> bytes:
    """Escape text (RFC 5545, 3.3.11). icalendar would treat a typed ``\\N`` as a line break."""
    return rb"\\N".join(vText(part).to_ical() for part in clean_text(words).split("\\N"))


def _stamp(moment: datetime.datetime) -> bytes:
    return _line(b"DTSTAMP:", _utc(moment))


def _sequence(number: int) -> bytes:
    return _line(b"SEQUENCE:", str(number).encode())


def _utc(moment: datetime.datetime) -> bytes:
    return f"{moment.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}".encode()


def _line(name: bytes, value: bytes) -> bytes:
    """Return one content line, folded between characters and never after a backslash."""
    line = name + value
    if len(line) <= _WIDTH:
        return line + _BREAK
    parts, start = [], 0
    while len(line) - start > _WIDTH:
        cut = start + _WIDTH
        while line[cut] & 0xC0 == 0x80:  # inside a multi-octet character
            cut -= 1
        if line[cut - 1] in b"\\^":
            cut -= 1
        parts.append(line[start:cut])
        start = cut
    parts.append(line[start:])
    return b"\r\n ".join(parts) + _BREAK


def _address(name: str, address: vCalAddress) -> bytes:
    return Contentline.from_parts(name, address.params, address).to_ical() + _BREAK


@lru_cache(maxsize=8)
def _organizer(address: str, name: str) -> bytes:
    organizer = vCalAddress(mailto(address))
    organizer.params["CN"] = vText(name)
    return _address("ORGANIZER", organizer)


def _organizer_address() -> str:
    """Return the bare address of ``DEFAULT_FROM_EMAIL``, which may include a name."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">").strip()


@lru_cache(maxsize=128)
def _zone(name: str, first_year: int, last_year: int) -> bytes:
    """Return a VTIMEZONE that is valid from the year before to the year after.

    icalendar 7.3 writes the start of daylight saving time in the new offset, one hour late; RFC
    5545 (3.6.5) requires the offset in force before it. Its COMMENT about the years is dropped.
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
    return zone.to_ical()
