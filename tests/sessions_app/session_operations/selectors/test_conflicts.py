import datetime

import pytest

from sessions_app.listening_sessions.enums import SessionState
from sessions_app.session_operations.enums import ConflictKind
from sessions_app.session_operations.selectors.conflicts import conflicts_of
from tests.builders import (
    build_contact,
    build_organization,
    build_registration,
    build_room,
    build_session,
    build_user,
    build_venue,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_in_2026")]

#: A Wednesday that is not a federal holiday.
START = datetime.datetime(2027, 3, 3, 23, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


def session_at(hours=0, **values):
    start = START + hours * HOUR
    return build_session(starts_at=start, ends_at=start + 2 * HOUR, **values)


def found(session):
    return [(each.kind, each.name, each.other) for each in conflicts_of(listening_session=session)]


def test_conflict_of_two_sessions_in_one_room():
    room = build_room(name="Reading Room")
    session = session_at(venue=room.venue, room=room)
    other = session_at(1, venue=room.venue, room=room)

    assert found(session) == [(ConflictKind.ROOM, f"{room.venue}, Reading Room", other)]


def test_conflict_of_a_room_and_a_whole_venue():
    room = build_room()
    session = session_at(venue=room.venue)
    other = session_at(venue=room.venue, room=room)

    assert found(session) == [(ConflictKind.ROOM, f"{room.venue}, {room}", other)]


def test_no_conflict_between_two_rooms_of_a_venue():
    one = build_room()
    two = build_room(venue=one.venue)
    session = session_at(venue=one.venue, room=one)
    session_at(venue=one.venue, room=two)

    assert found(session) == []


@pytest.mark.parametrize(("hours", "count"), [(-2, 0), (-1, 1), (0, 1), (1, 1), (2, 0)])
def test_conflict_of_a_host_only_where_the_times_overlap(hours, count):
    host = build_user()
    session = session_at(host=host)
    other = session_at(hours, host=host)

    assert found(session) == [(ConflictKind.HOST, str(host), other)][:count]


@pytest.mark.parametrize("state", [SessionState.CANCELLED, SessionState.POSTPONED])
def test_no_conflict_with_a_session_that_takes_no_time(state):
    host = build_user()
    session = session_at(host=host)
    session_at(host=host, state=state)

    assert found(session) == []


def test_conflict_of_an_organization_registered_for_both():
    organization = build_organization(name="Lantern Street Neighbors")
    one, two = session_at(), session_at(1)
    for session in (one, two):
        contact = build_contact(organization)
        build_registration(session, email=contact.email)
    build_registration(session_at(), email="alone@example.org")

    assert found(one) == [(ConflictKind.ORGANIZATION, "Lantern Street Neighbors", two)]


def test_conflict_with_a_federal_holiday_on_the_clock_of_the_place():
    # 23:00 UTC on December 31 is January 1 in Guam.
    start = datetime.datetime(2026, 12, 31, 23, tzinfo=datetime.UTC)
    in_guam = build_session(
        starts_at=start, time_zone="Pacific/Guam", venue=build_venue(state="GU")
    )
    in_chicago = build_session(starts_at=start, time_zone="America/Chicago")

    assert found(in_guam) == [(ConflictKind.HOLIDAY, "New Year’s Day", None)]
    assert found(in_chicago) == []


@pytest.mark.parametrize("others", [1, 3])
def test_conflicts_take_two_queries(others, django_assert_num_queries):
    host = build_user()
    session = session_at(host=host)
    for _number in range(others):
        session_at(host=host)

    with django_assert_num_queries(2):
        assert len(found(session)) == others
