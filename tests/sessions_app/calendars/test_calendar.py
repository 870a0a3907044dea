"""iCalendar output: correct times, stable bytes, and no personal data."""

import datetime
import email.utils
import io
import re
import zoneinfo

import icalendar
import pytest
from dateutil import parser as dateutil_parser
from dateutil import tz as dateutil_tz
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import CalendarStream

from sessions_app.calendars import calendar
from sessions_app.listening_sessions.enums import SessionFormat, SessionState
from sessions_app.listening_sessions.models.sessions import US_TIME_ZONES
from sessions_app.models import ListeningSession, Program, Registration, Venue
from tests import icalendar_build

ZONES = [name for name, _label in US_TIME_ZONES]
UTC = datetime.UTC


def unsaved_session(**values):
    start = values.pop("starts_at", datetime.datetime(2026, 12, 3, 23, 0, tzinfo=UTC))
    defaults = {
        "title": "Evening in Alder Falls",
        "slug": "alder-falls",
        "summary": "Tell us.",
        "program": Program(name="P", slug="p"),
        "format": SessionFormat.HYBRID,
        "starts_at": start,
        "ends_at": start + datetime.timedelta(hours=2),
        "time_zone": "America/Chicago",
        "venue": Venue(
            name="Hall", street="1 Main Street", city="Alder Falls", state="IL", zip_code="60601"
        ),
        "join_link": "https://meet.example/secret-room",
        "state": SessionState.SCHEDULED,
        "revised_at": datetime.datetime(2026, 11, 1, 12, 0, tzinfo=UTC),
    }
    return ListeningSession(**{**defaults, **values})


def parsed(session):
    return icalendar.Calendar.from_ical(calendar.session_calendar(listening_session=session))


def event_of(found):
    (event,) = found.walk("VEVENT")
    return event


def onsets_of(vtimezone):
    """Return (UTC instant, new offset) of each offset change in a VTIMEZONE.

    An onset is in the local time in effect just before it (RFC 5545, 3.6.5).
    """
    onsets = []
    for part in [*vtimezone.walk("STANDARD"), *vtimezone.walk("DAYLIGHT")]:
        starts = [part.DTSTART]
        if "RDATE" in part:
            rdates = part["RDATE"] if isinstance(part["RDATE"], list) else [part["RDATE"]]
            starts += [entry.dt for rdate in rdates for entry in rdate.dts]
        onsets += [(start - part.TZOFFSETFROM, part.TZOFFSETTO) for start in starts]
    return sorted(onsets)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_zone_changes_at_the_instants_of_zoneinfo(zone, year):
    start = datetime.datetime(year, 6, 1, 17, 0, tzinfo=UTC)
    (vtimezone,) = parsed(unsaved_session(starts_at=start, time_zone=zone)).walk("VTIMEZONE")
    changes = [
        (instant, offset) for instant, offset in onsets_of(vtimezone) if instant.year == year
    ]

    truth = []
    clock = zoneinfo.ZoneInfo(zone)
    hour = datetime.datetime(year, 1, 1, 12, tzinfo=UTC)
    while hour.year == year:
        later = hour + datetime.timedelta(hours=1)
        before, after = hour.astimezone(clock).utcoffset(), later.astimezone(clock).utcoffset()
        if before != after:
            truth.append((later.replace(tzinfo=None), after))
        hour = later
    assert changes == truth


@given(
    zone=st.sampled_from(ZONES),
    start=st.datetimes(
        min_value=datetime.datetime(2024, 1, 1),  # noqa: DTZ001 - hypothesis needs naive
        max_value=datetime.datetime(2032, 12, 31),  # noqa: DTZ001
    ),
    title=st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=120
    ),
    summary=st.text(
        st.sampled_from(["a", "é", "😀", ",", ";", "\\", "\n", '"', ":", " "]), max_size=200
    ),
)
def test_any_time_and_text_reads_back_the_same(zone, start, title, summary):
    instant = start.replace(second=0, microsecond=0, tzinfo=UTC)
    session = unsaved_session(starts_at=instant, time_zone=zone, title=title, summary=summary)
    raw = calendar.session_calendar(listening_session=session)

    event = event_of(icalendar.Calendar.from_ical(raw))

    assert event.DTSTART.astimezone(UTC) == instant
    assert str(event["SUMMARY"]) == title
    assert str(event["DESCRIPTION"]).startswith(summary)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert b"\n" not in raw.replace(b"\r\n", b"")


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("month", [1, 3, 7, 11])
def test_second_parser_agrees_on_the_instant(zone, month):
    instant = datetime.datetime(2027, month, 14, 18, 30, tzinfo=UTC)
    raw = calendar.session_calendar(
        listening_session=unsaved_session(starts_at=instant, time_zone=zone)
    ).decode()

    zones = dateutil_tz.tzical(io.StringIO(raw))
    (line,) = [
        row
        for row in raw.replace("\r\n ", "").split("\r\n")
        if row.startswith("DTSTART;") and "T" in row.rpartition(":")[2] and f"TZID={zone}" in row
    ]
    local = dateutil_parser.parse(line.rpartition(":")[2]).replace(tzinfo=zones.get(zone))

    assert local.astimezone(UTC) == instant


def read_by_ical(raw):
    """Parse the events with ical, which shares no code with icalendar.

    Like most calendar clients, it resolves known time zone names with zoneinfo and ignores our
    VTIMEZONE. The tests above check that both agree.
    """
    (found,) = CalendarStream.from_ics(raw).calendars
    return [
        {
            "uid": event.uid,
            "sequence": event.sequence,
            "summary": event.summary,
            "description": event.description,
            "location": event.location,
            "start": event.dtstart.astimezone(UTC),
            "end": event.dtend.astimezone(UTC),
            "zone": str(event.dtstart.tzinfo),
            "status": event.status.value,
        }
        for event in found.events
    ]


def expected_event(session, **own):
    """Return the expected event of a session. iCalendar has one kind of line break."""
    page = f"https://engagement.example/sessions/{session.slug}/"
    place = f"{session.venue.name}, {session.venue.street}, Alder Falls, IL 60601"
    facts = {
        "uid": session.ical_uid,
        "sequence": session.sequence,
        "summary": session.title,
        "description": f"{session.summary}\n\n{page}",
        "location": f"{place}, and online",
        "start": session.starts_at,
        "end": session.ends_at,
        "zone": session.time_zone,
        "status": {"cancelled": "CANCELLED", "postponed": "TENTATIVE"}.get(
            session.state, "CONFIRMED"
        ),
        **own,
    }
    return {
        key: re.sub("\r\n?", "\n", value) if isinstance(value, str) else value
        for key, value in facts.items()
    }


@st.composite
def sessions_with_special_characters(draw):
    """Draw one session per time zone, with text that is hard to escape and fold."""
    texts = st.text(
        st.sampled_from(["a", "n", "N", "é", "😀", ",", ";", "\\", "^", "\r", "\n", '"', ":", " "]),
        max_size=120,
    )
    noons = st.datetimes(
        min_value=datetime.datetime(2025, 1, 1),  # noqa: DTZ001 - hypothesis needs naive
        max_value=datetime.datetime(2030, 12, 31),  # noqa: DTZ001
    ).map(lambda day: day.replace(hour=12, second=0, microsecond=0))
    return [
        unsaved_session(
            # No ambiguous local times, which are written in UTC and tested below.
            starts_at=draw(noons).replace(tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(UTC),
            time_zone=zone,
            state=draw(st.sampled_from(SessionState.values)),
            sequence=draw(st.integers(min_value=0, max_value=20)),
            title=draw(texts),
            summary=draw(texts),
            slug=f"session-{number}",
            venue=Venue(
                name=draw(texts),
                street=draw(texts),
                city="Alder Falls",
                state="IL",
                zip_code="60601",
            ),
        )
        for number, zone in enumerate(ZONES)
    ]


@settings(max_examples=25)
@given(sessions_with_special_characters())
def test_ical_reads_downloads_as_they_are_meant(sessions):
    for session in sessions:
        raw = calendar.session_calendar(listening_session=session).decode()

        assert read_by_ical(raw) == [expected_event(session)]


@settings(max_examples=25)
@given(sessions_with_special_characters())
def test_ical_reads_a_feed_as_it_is_meant(sessions):
    raw = calendar.feed(sessions=sessions, name="All", url="https://engagement.example/c.ics")

    assert read_by_ical(raw.decode()) == [expected_event(session) for session in sessions]


@settings(max_examples=25)
@given(sessions_with_special_characters(), st.sampled_from(["REQUEST", "CANCEL"]))
def test_ical_reads_invitations_as_they_are_meant(sessions, method):
    for session in sessions:
        registration = Registration(
            listening_session=session, name='Ana "Field"; Co,', email="a@b.org", mode="in_person"
        )
        raw = calendar.invitation(registration=registration, method=method, moves=2)

        own = {"location": expected_event(session)["location"].removesuffix(", and online")}
        if method == "CANCEL":
            own["status"] = "CANCELLED"
        own["sequence"] = session.sequence + 2 + (method == "CANCEL")
        assert read_by_ical(raw) == [expected_event(session, **own)]


def test_ical_reads_a_backslash_and_capital_n_as_they_were_typed():
    session = unsaved_session(title="Papers are in S:\\Notices")

    raw = calendar.session_calendar(listening_session=session).decode()

    assert read_by_ical(raw) == [expected_event(session)]


def test_ical_reads_the_second_of_two_hours_alike_as_the_second():
    # Both 6:30 and 7:30 UTC are 1:30 a.m. in Chicago.
    session = unsaved_session(starts_at=datetime.datetime(2026, 11, 1, 7, 30, tzinfo=UTC))

    raw = calendar.session_calendar(listening_session=session).decode()

    assert read_by_ical(raw) == [expected_event(session, zone="UTC")]


def test_download_tells_no_secret_and_no_person():
    raw = calendar.session_calendar(listening_session=unsaved_session())

    assert b"METHOD:PUBLISH" in raw
    for word in (b"ATTENDEE", b"ORGANIZER", b"secret-room", b"mailto"):
        assert word not in raw


def test_download_is_the_same_bytes_for_the_same_session():
    session = unsaved_session()

    assert calendar.session_calendar(listening_session=session) == calendar.session_calendar(
        listening_session=session
    )


def test_cancelled_session_stays_in_the_feed_as_cancelled():
    sessions = [unsaved_session(), unsaved_session(state=SessionState.CANCELLED)]
    raw = calendar.feed(sessions=sessions, name="Sessions", url="https://engagement.example/c.ics")

    events = icalendar.Calendar.from_ical(raw).walk("VEVENT")

    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CANCELLED"]
    unfolded = raw.replace(b"\r\n ", b"")
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in unfolded
    assert b"SOURCE;VALUE=URI:https://engagement.example/c.ics" in unfolded


#: Characters that are hard to escape and fold.
SPECIAL_TEXT = st.text(
    st.sampled_from(["a", "é", "😀", ",", ";", "\\", "N", "^", "\r", "\n", '"', ":", " "]),
    max_size=250,
)


@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(ZONES),
            st.datetimes(
                min_value=datetime.datetime(2026, 1, 1),  # noqa: DTZ001
                max_value=datetime.datetime(2027, 12, 31),  # noqa: DTZ001
            ),
            st.sampled_from(SessionState.values),
            SPECIAL_TEXT,
            SPECIAL_TEXT,
        ),
        max_size=3,
    ),
    name=SPECIAL_TEXT,
)
def test_feed_is_the_bytes_of_a_full_build(rows, name):
    sessions = [
        unsaved_session(
            time_zone=zone, starts_at=start.replace(tzinfo=UTC), state=state, title=title,
            summary=summary, sequence=number, slug=f"s-{number}",
            venue=None if number % 2 else Venue(name=title, street="1", city="C", state="IL"),
        )
        for number, (zone, start, state, title, summary) in enumerate(rows)
    ]  # fmt: skip
    url = f"https://engagement.example/{'long/' * 20}c.ics"

    quick = calendar.feed(sessions=sessions, name=name, url=url)

    assert quick == icalendar_build.feed(sessions=sessions, name=name, url=url)


@given(
    name=st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=120),
    method=st.sampled_from(["REQUEST", "CANCEL"]),
    mode=st.sampled_from(["in_person", "virtual"]),
    days=st.integers(min_value=-3, max_value=3),
    moves=st.integers(min_value=0, max_value=3),
)
def test_invitation_is_the_bytes_of_a_full_build(name, method, mode, days, moves):
    session = unsaved_session(sequence=4)
    registration = Registration(
        listening_session=session,
        name=name,
        email="ana@example.org",
        mode=mode,
        updated_at=session.revised_at + datetime.timedelta(days=days),
    )

    quick = calendar.invitation(registration=registration, method=method, moves=moves)

    assert quick.encode() == icalendar_build.invitation(
        registration=registration, method=method, moves=moves
    )


def test_feed_in_another_language_is_made_anew():
    online = unsaved_session(format=SessionFormat.VIRTUAL, venue=None)

    def made():
        return calendar.feed(sessions=[online], name="N", url="https://engagement.example/c.ics")

    english = made()
    with translation.override("es"):
        spanish = made()

    assert b"URL:https://engagement.example/sessions/" in english
    assert b"URL:https://engagement.example/es/sessions/" in spanish
    assert made() == english


@pytest.mark.parametrize(
    ("method", "status", "sequence"), [("REQUEST", "CONFIRMED", 3), ("CANCEL", "CANCELLED", 4)]
)
def test_invitation_names_one_attendee_and_its_method(method, status, sequence):
    session = unsaved_session(sequence=3)
    registration = Registration(
        listening_session=session, name='Ana "Field"; Co,', email="ana@example.org"
    )
    raw = calendar.invitation(registration=registration, method=method)

    found = icalendar.Calendar.from_ical(raw)
    event = event_of(found)

    assert (str(found["METHOD"]), str(event["STATUS"])) == (method, status)
    assert "METHOD" not in event
    assert str(event["ATTENDEE"]) == "mailto:ana@example.org"
    assert str(event["ORGANIZER"]).startswith("mailto:")
    assert email.utils.parseaddr(str(event["ORGANIZER"])[7:])[1] != ""
    assert (event["SEQUENCE"], str(event["UID"])) == (sequence, session.ical_uid)
    assert "secret-room" not in raw


def test_line_break_in_a_name_adds_no_property():
    registration = Registration(
        listening_session=unsaved_session(),
        name="Ana\r\nATTACH:https://evil.example/",
        email="ana@example.org",
    )
    raw = calendar.invitation(registration=registration, method="REQUEST")

    assert "ATTACH" not in event_of(icalendar.Calendar.from_ical(raw))
    assert not [line for line in raw.split("\r\n") if line.startswith("ATTACH")]


def test_khal_shows_the_right_local_time(khal, tmp_path):
    session = unsaved_session(starts_at=datetime.datetime(2027, 3, 14, 19, 0, tzinfo=UTC))
    (tmp_path / "calendar" / "one.ics").write_bytes(
        calendar.session_calendar(listening_session=session)
    )

    assert "15:00-17:00 Evening in Alder Falls" in khal("list", "2027-03-14", "1d")


def test_khal_takes_in_a_whole_feed(khal, tmp_path):
    start = datetime.datetime(2027, 3, 14, 19, 0, tzinfo=UTC)
    sessions = [
        unsaved_session(title="In Chicago", starts_at=start),
        unsaved_session(title="In Guam", starts_at=start, time_zone="Pacific/Guam"),
        unsaved_session(title="Off", starts_at=start, state=SessionState.CANCELLED),
    ]
    raw = calendar.feed(sessions=sessions, name="All", url="https://engagement.example/c.ics")
    (tmp_path / "feed.ics").write_bytes(raw)

    khal("import", "--batch", "-a", "all", str(tmp_path / "feed.ics"))
    shown = khal("list", "--format", "{start-time} {title} {status}", "2027-03-14", "1d")

    assert sorted(line.strip() for line in shown.splitlines()[1:]) == [
        "15:00 In Chicago CONFIRMED",
        "15:00 In Guam CONFIRMED",
        "15:00 Off CANCELLED",
    ]
