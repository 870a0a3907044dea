"""iCalendar output: correct times, stable bytes, and no personal data."""

import datetime
import email.utils

import icalendar
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sessions_app.calendars import calendar
from sessions_app.listening_sessions.enums import SessionFormat, SessionState
from sessions_app.models import Registration, Venue
from tests import icalendar_build
from tests.sessions_app.calendars.unsaved_sessions import UTC, ZONES, unsaved_session


def parsed(session):
    return icalendar.Calendar.from_ical(calendar.session_calendar(listening_session=session))


def event_of(found):
    (event,) = found.walk("VEVENT")
    return event


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


def test_download_tells_no_secret_and_no_person():
    raw = calendar.session_calendar(listening_session=unsaved_session())

    for word in (b"METHOD", b"ATTENDEE", b"ORGANIZER", b"secret-room", b"mailto"):
        assert word not in raw


def test_feed_has_no_method():
    raw = calendar.feed(sessions=[unsaved_session()], name="Sessions")

    assert b"METHOD" not in raw


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
    ("method", "state", "status", "sequence"),
    [
        ("REQUEST", SessionState.SCHEDULED, "CONFIRMED", 3),
        # Of one attendee, and of the event.
        ("CANCEL", SessionState.SCHEDULED, None, 4),
        ("CANCEL", SessionState.CANCELLED, "CANCELLED", 4),
    ],
)
def test_invitation_names_one_attendee_and_its_method(method, state, status, sequence):
    session = unsaved_session(sequence=3, state=state)
    registration = Registration(
        listening_session=session, name='Ana "Field"; Co,', email="ana@example.org"
    )
    raw = calendar.invitation(registration=registration, method=method)

    found = icalendar.Calendar.from_ical(raw)
    event = event_of(found)

    assert (found["METHOD"], event.get("STATUS")) == (method, status)
    assert "METHOD" not in event
    assert str(event["ATTENDEE"]) == "mailto:ana@example.org"
    assert str(event["ORGANIZER"]).startswith("mailto:")
    assert email.utils.parseaddr(str(event["ORGANIZER"])[7:])[1] != ""
    assert (event["SEQUENCE"], str(event["UID"])) == (sequence, session.ical_uid)
    assert "secret-room" not in raw


@pytest.mark.parametrize(
    ("mode", "method", "values", "has_link"),
    [
        ("virtual", "REQUEST", {}, True),
        ("in_person", "REQUEST", {}, False),
        ("virtual", "CANCEL", {}, False),
        ("virtual", "REQUEST", {"join_link_in_calendar": False}, False),
        ("virtual", "REQUEST", {"state": SessionState.POSTPONED}, False),
    ],
)
def test_entry_of_an_online_seat_has_the_join_link(mode, method, values, has_link):
    registration = Registration(
        listening_session=unsaved_session(**values), name="Ana", email="a@example.org", mode=mode
    )
    raw = calendar.invitation(registration=registration, method=method)
    event = event_of(icalendar.Calendar.from_ical(raw))

    link = "https://meet.example/secret-room"
    assert (link in event["DESCRIPTION"]) == has_link
    assert (event.get("CONFERENCE") == link) == has_link
    assert ("secret-room" in raw) == has_link
    assert "/registrations/" not in raw


def test_words_of_the_join_link_follow_the_language():
    registration = Registration(
        listening_session=unsaved_session(), name="Ana", email="a@example.org", mode="virtual"
    )
    english = calendar.invitation(registration=registration, method="REQUEST")
    with translation.override("es"):
        spanish = calendar.invitation(registration=registration, method="REQUEST")

    assert "Join online" in english
    assert "Join online" not in spanish


def test_line_break_in_a_name_adds_no_property():
    registration = Registration(
        listening_session=unsaved_session(),
        name="Ana\r\nATTACH:https://evil.example/",
        email="ana@example.org",
    )
    raw = calendar.invitation(registration=registration, method="REQUEST")

    assert "ATTACH" not in event_of(icalendar.Calendar.from_ical(raw))
    assert not [line for line in raw.split("\r\n") if line.startswith("ATTACH")]
