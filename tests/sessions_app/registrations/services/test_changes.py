"""Changing people, accommodations and the way of taking part (docs/invariants.md, 1)."""

import pytest

from sessions_app.core.errors import EngagementError
from sessions_app.models import OutboxMessage
from sessions_app.registrations.enums import AccommodationState, RegistrationState
from sessions_app.registrations.errors import SeatsUnavailableError
from sessions_app.registrations.services import changes
from sessions_app.registrations.services.accommodations import AccommodationInput
from sessions_app.registrations.services.registrations import AttendeeInput
from tests.builders import (
    IN_PERSON,
    VIRTUAL,
    build_registration,
    build_session,
    build_small_session,
    build_user,
)
from tests.sessions_app.lookups import pool_of, state_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_change_people_keeps_known_ones_and_strikes_the_rest():
    registration = build_registration(people=2)
    first, second = registration.attendees.all()

    changes.change(
        registration=registration,
        attendees=[AttendeeInput(name="New Name", id=first.pk), AttendeeInput(name="Third")],
    )

    coming = list(registration.attendees.coming().values_list("pk", "name"))
    assert coming[0] == (first.pk, "New Name")
    assert [name for _pk, name in coming] == ["New Name", "Third"]
    second.refresh_from_db()
    assert second.withdrawn_at is not None


def test_change_cannot_name_another_registrations_attendee():
    other = build_registration()
    theirs = other.attendees.get()
    registration = build_registration()

    changes.change(registration=registration, attendees=[AttendeeInput(name="Mine", id=theirs.pk)])

    theirs.refresh_from_db()
    assert theirs.registration == other
    assert theirs.name != "Mine"


def test_change_to_more_people_than_seats_changes_nothing():
    session = build_small_session(2)
    registration = build_registration(session, people=1)
    build_registration(session, people=1)

    with pytest.raises(SeatsUnavailableError):
        changes.change(
            registration=registration, attendees=[AttendeeInput("A"), AttendeeInput("B")]
        )

    assert pool_of(session).taken == 2
    assert registration.attendees.coming().count() == 1


def test_change_to_fewer_people_serves_the_waitlist():
    session = build_small_session(2)
    registration = build_registration(session, people=2)
    waiting = build_registration(session)

    changes.change(registration=registration, attendees=[AttendeeInput("A")])

    assert state_of(waiting) == RegistrationState.CONFIRMED


def test_change_mode_moves_the_seats_between_pools():
    session = build_session(capacities={IN_PERSON: 2, VIRTUAL: 2})
    registration = build_registration(session, people=2, mode=IN_PERSON)
    waiting = build_registration(session, people=1, mode=IN_PERSON)

    changes.change(
        registration=registration,
        attendees=[AttendeeInput("A"), AttendeeInput("B")],
        mode=VIRTUAL,
    )

    assert (pool_of(session).taken, pool_of(session, VIRTUAL).taken) == (1, 2)
    assert state_of(waiting) == RegistrationState.CONFIRMED


def test_change_mode_on_the_waitlist_takes_a_free_seat_there():
    session = build_session(capacities={IN_PERSON: 1, VIRTUAL: 1})
    build_registration(session, mode=IN_PERSON)
    waiting = build_registration(session, mode=IN_PERSON)

    changed = changes.change(registration=waiting, attendees=[AttendeeInput("A")], mode=VIRTUAL)

    assert (changed.state, changed.position) == (RegistrationState.CONFIRMED, None)
    assert (pool_of(session).waiting, pool_of(session, VIRTUAL).taken) == (0, 1)


def test_change_keeps_a_request_and_withdraws_what_is_no_longer_needed():
    registration = build_registration(
        accommodations=[AccommodationInput("asl"), AccommodationInput("cart")]
    )
    asl = registration.accommodation_requests.get(kind="asl")

    changes.change(
        registration=registration,
        attendees=[AttendeeInput("A")],
        accommodations=[AccommodationInput("asl", detail="Two interpreters")],
    )

    asl.refresh_from_db()
    assert (asl.state, asl.detail) == (AccommodationState.REQUESTED, "Two interpreters")
    withdrawn = registration.accommodation_requests.get(kind="cart")
    assert withdrawn.state == AccommodationState.WITHDRAWN


def test_switch_into_a_full_pool_keeps_the_seat_unless_one_may_wait():
    session = build_session(capacities={IN_PERSON: 5, VIRTUAL: 2})
    build_registration(session, mode=VIRTUAL)
    registration = build_registration(session, people=2, mode=IN_PERSON, email="ana@example.org")
    staff = build_user()

    with pytest.raises(SeatsUnavailableError):
        changes.switch(registration=registration, by=staff)
    registration.refresh_from_db()
    assert (registration.mode, registration.state) == (IN_PERSON, "confirmed")

    switched = changes.switch(registration=registration, by=staff, may_wait=True)

    assert (switched.mode, switched.state, switched.seats) == (VIRTUAL, "waitlisted", 2)
    pools = {pool.mode: (pool.taken, pool.waiting) for pool in session.seat_pools.all()}
    assert pools == {IN_PERSON: (0, 0), VIRTUAL: (1, 1)}
    last = OutboxMessage.objects.filter(recipient="ana@example.org").latest("pk")
    assert (last.kind, last.calendar_method) == ("registration_moved_to_waitlist", "CANCEL")


def test_switch_to_wait_gives_the_seat_to_the_next_in_that_line():
    session = build_session(capacities={IN_PERSON: 1, VIRTUAL: 0})
    registration = build_registration(session, mode=IN_PERSON)
    next_in_line = build_registration(session, mode=IN_PERSON)

    changes.switch(registration=registration, by=build_user(), may_wait=True)

    next_in_line.refresh_from_db()
    assert next_in_line.state == "confirmed"


def test_waiting_is_no_choice_where_the_session_keeps_no_line():
    session = build_session(capacities={IN_PERSON: 5, VIRTUAL: 0}, waitlist_mode="none")
    registration = build_registration(session, mode=IN_PERSON)

    with pytest.raises(SeatsUnavailableError):
        changes.switch(registration=registration, by=build_user(), may_wait=True)


def test_more_people_than_fit_are_refused_even_for_one_who_may_wait():
    session = build_session(capacities={IN_PERSON: 1, VIRTUAL: 5})
    registration = build_registration(session, mode=IN_PERSON)

    with pytest.raises(SeatsUnavailableError):
        changes.change(
            registration=registration,
            attendees=[AttendeeInput("Ana"), AttendeeInput("Ben")],
            may_wait=True,
        )


def test_switch_where_there_is_one_way_is_refused():
    registration = build_registration(build_session(format="virtual"))

    with pytest.raises(EngagementError):
        changes.switch(registration=registration, by=build_user())
