"""Waitlists whose first group needs more seats than are free."""

import pytest

from sessions_app.models import SeatPool
from sessions_app.registrations.selectors.waitlist import blocked_waitlists
from sessions_app.registrations.services import waitlist
from tests.builders import (
    IN_PERSON,
    VIRTUAL,
    build_registration,
    build_session,
    build_small_session,
    build_user,
)

pytestmark = pytest.mark.django_db


def found(session):
    return [(each.mode_label, each.free, each.head) for each in blocked_waitlists(session)]


def test_waitlist_is_blocked_if_its_head_needs_more_seats_than_are_free():
    session = build_small_session(4)
    build_registration(session, people=2)
    group = build_registration(session, people=3)
    build_registration(session)

    assert found(session) == [("In person", 2, group)]


def test_waitlist_is_not_blocked_if_its_head_needs_as_many_seats_as_are_free():
    session = build_small_session(4)
    build_registration(session, people=2)
    build_registration(session, people=3)
    SeatPool.objects.update(taken=1)

    assert found(session) == []


def test_waitlist_of_a_full_room_is_not_blocked():
    session = build_small_session(2)
    build_registration(session, people=2)
    build_registration(session, people=2)

    assert found(session) == []


def test_head_is_the_first_on_the_waitlist_and_not_the_first_to_register():
    session = build_small_session(4)
    build_registration(session, people=3)
    build_registration(session, people=2)
    larger = build_registration(session, people=4)

    waitlist.prioritize(registration=larger, to_front=True, reason="Late bus.", by=build_user())

    assert found(session) == [("In person", 1, larger)]


def test_each_way_of_attending_has_its_own_waitlist():
    session = build_session(capacities={IN_PERSON: 2, VIRTUAL: 3})
    other = build_session(capacities={IN_PERSON: 2})
    for each in (session, other):
        build_registration(each, mode=IN_PERSON)
    heads = [build_registration(session, mode=IN_PERSON, people=2)]
    build_registration(session, mode=VIRTUAL, people=2)
    heads.append(build_registration(session, mode=VIRTUAL, people=3))

    assert found(session) == [("In person", 1, heads[0]), ("Online", 1, heads[1])]
    assert found(other) == []
