"""Calendars as other programs read them: ical, dateutil, khal, vobject, ics, ical.js, node-ical.

dateutil, vobject and ical.js evaluate our VTIMEZONEs. The others know the names of time zones.
"""

import datetime
import io
import re
import zoneinfo

import ics
import pytest
import vobject
from dateutil import parser as dateutil_parser
from dateutil import tz as dateutil_tz
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import CalendarStream

from engagement_site.plain_text import clean_text
from sessions_app.calendars import calendar
from sessions_app.listening_sessions.enums import SessionState
from sessions_app.models import Registration, Venue
from tests.sessions_app.calendars.unsaved_sessions import (
    UTC,
    ZONES,
    sessions_around_offset_changes,
    unsaved_session,
)


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
    VTIMEZONE. Tests with other programs check that both agree.
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
            "status": event.status and event.status.value,
        }
        for event in found.events
    ]


def expected_event(session, **own):
    """Return the expected event of a session, its texts as the text rule says."""
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
        key: clean_text(value) if isinstance(value, str) else value for key, value in facts.items()
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
        if method == "CANCEL" and session.state != SessionState.CANCELLED:
            own["status"] = None  # only this attendee is removed
        own["sequence"] = session.sequence + 2 + (method == "CANCEL")
        assert read_by_ical(raw) == [expected_event(session, **own)]


def test_other_programs_read_the_join_link_of_an_online_seat():
    registration = Registration(
        listening_session=unsaved_session(), name="Ana", email="a@b.org", mode="virtual"
    )
    raw = calendar.invitation(registration=registration, method="REQUEST")
    link = "https://meet.example/secret-room"

    event = vobject.readOne(raw).vevent
    assert event.conference.value == link
    assert event.conference.params["LABEL"] == ["Join online"]
    assert event.description.value.startswith(f"Join online: {link}\n\n")
    assert read_by_ical(raw)[0]["description"] == event.description.value


def test_ical_reads_a_backslash_and_capital_n_as_they_were_typed():
    session = unsaved_session(title="Papers are in S:\\Notices")

    raw = calendar.session_calendar(listening_session=session).decode()

    assert read_by_ical(raw) == [expected_event(session)]


@pytest.mark.parametrize("hour", [6, 7])
def test_ical_reads_each_of_two_hours_alike(hour):
    # Both 6:30 and 7:30 UTC are 1:30 a.m. in Chicago.
    session = unsaved_session(starts_at=datetime.datetime(2026, 11, 1, hour, 30, tzinfo=UTC))

    raw = calendar.session_calendar(listening_session=session).decode()

    assert read_by_ical(raw) == [expected_event(session, zone="UTC")]


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


@pytest.fixture(scope="module")
def around_changes():
    return sessions_around_offset_changes()


def errors(sessions, events):
    """Return what is wrong among (uid, start, end) of the events."""
    read = {uid: (start, end) for uid, start, end in events}
    return [
        (session.time_zone, (session.starts_at, session.ends_at), read.get(session.ical_uid))
        for session in sessions
        if read.get(session.ical_uid) != (session.starts_at, session.ends_at)
    ]


def test_vobject_reads_the_times_around_every_change(around_changes):
    raw = calendar.feed(sessions=around_changes, name="All").decode()

    events = [
        (event.uid.value, event.dtstart.value.astimezone(UTC), event.dtend.value.astimezone(UTC))
        for event in vobject.readOne(raw).vevent_list
    ]

    assert errors(around_changes, events) == []


@pytest.mark.parametrize("library", ["ical.js", "node-ical"])
def test_npm_library_reads_the_times_around_every_change(library, around_changes, read_with_npm):
    raw = calendar.feed(sessions=around_changes, name="All").decode()

    events = [
        (event["uid"], *map(datetime.datetime.fromisoformat, (event["start"], event["end"])))
        for event in read_with_npm(library, raw)
    ]

    assert errors(around_changes, events) == []


def test_ics_reads_the_times_around_every_change(around_changes):
    # ics takes most of a millisecond for a line, so it reads half of the sessions, without texts.
    sessions = around_changes[::2]
    raw = calendar.feed(sessions=sessions, name="All").decode()
    texts = "SUMMARY|DTSTAMP|SEQUENCE|DESCRIPTION|LAST-MODIFIED|LOCATION|STATUS|URL"
    times = re.sub(rf"^(?:{texts}):.*\r\n(?: .*\r\n)*", "", raw, flags=re.MULTILINE)

    events = [
        (event.uid, event.begin.datetime.astimezone(UTC), event.end.datetime.astimezone(UTC))
        for event in ics.Calendar(times).events
    ]

    assert errors(sessions, events) == []


def invitation_to(name):
    registration = Registration(
        listening_session=unsaved_session(), name=name, email="a@b.org", mode="in_person"
    )
    return calendar.invitation(registration=registration, method="REQUEST")


#: Names as typed, and as calendar clients show them.
NAMES = [
    ('Ana "Field" Ruiz', "Ana “Field” Ruiz"),
    ('"Ana" of "A; B"', "“Ana” of “A, B”"),
    ('Ana 5" Ruiz', "Ana 5” Ruiz"),
    ("Ana O’Neil, Ed.D.: 1/2 = 3", "Ana O’Neil, Ed.D.: 1/2 = 3"),
]


@pytest.mark.parametrize(("name", "shown"), NAMES)
def test_python_libraries_read_the_name_of_an_attendee(name, shown):
    raw = invitation_to(name)

    (by_ics,) = next(iter(ics.Calendar(raw).events)).attendees
    (by_ical,) = CalendarStream.from_ics(raw).calendars[0].events[0].attendees
    by_vobject = vobject.readOne(raw).vevent.attendee

    names = [by_ics.common_name, by_ical.common_name, by_vobject.cn_param]
    assert names == [shown, shown, shown]


@pytest.mark.parametrize("library", ["ical.js", "node-ical"])
@pytest.mark.parametrize(("name", "shown"), NAMES)
def test_npm_library_reads_the_name_of_an_attendee(library, name, shown, read_with_npm):
    (event,) = read_with_npm(library, invitation_to(name))

    assert event["attendee"] == shown
