"""Check-in, walk-ins, and seats given at check-in."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from sessions_app.core.errors import ReasonRequiredError
from sessions_app.listening_sessions.enums import SessionState
from sessions_app.models import Attendee, AuditEntry, OutboxMessage, Registration, SeatPool
from sessions_app.registrations.enums import RegistrationSource, RegistrationState
from sessions_app.registrations.errors import (
    AlreadyRegisteredError,
    CheckInRefusedError,
    SeatsUnavailableError,
)
from sessions_app.registrations.services import check_in, transitions
from tests.builders import (
    IN_PERSON,
    VIRTUAL,
    build_contact,
    build_organization,
    build_session,
    build_staff_registration,
    build_user,
)
from tests.sessions_app.lookups import pool_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return build_user()


@pytest.fixture
def session():
    return session_today()


def session_today(seats=20, **values):
    """Create a session that starts now by default, so that check-in is open."""
    now = timezone.now()
    values.setdefault("starts_at", now)
    values.setdefault("ends_at", values["starts_at"] + datetime.timedelta(minutes=30))
    return build_session(capacities={"in_person": seats, "virtual": 5}, **values)


def checks(action="engagement.registration.check_in"):
    return AuditEntry.objects.filter(action=action).count()


def test_person_is_here_once_however_often_it_is_said(session, staff):
    person = build_staff_registration(session).attendees.get()

    first = check_in.check_in(attendee=person, by=staff)
    second = check_in.check_in(attendee=person, by=staff)

    assert (first.was_here, second.was_here) == (False, True)
    assert second.attendee.checked_in_at == first.attendee.checked_in_at
    assert checks() == 1


def test_check_in_is_taken_back_once(session, staff):
    person = build_staff_registration(session).attendees.get()
    check_in.check_in(attendee=person, by=staff)

    check_in.undo(attendee=person, by=staff)
    check_in.undo(attendee=person, by=staff)

    person.refresh_from_db()
    assert person.checked_in_at is None
    assert checks() == 2


def test_log_names_nobody(session, staff):
    person = build_staff_registration(session).attendees.get()
    check_in.check_in(attendee=person, by=staff)

    entry = AuditEntry.objects.get(action="engagement.registration.check_in")
    assert person.name not in f"{entry.label} {entry.data}"
    assert entry.data == {"attendee": person.pk, "is_here": True}


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (RegistrationState.CANCELLED, "This registration is “Cancelled”."),
        (RegistrationState.DECLINED, "This registration is “Declined”."),
        (RegistrationState.WAITLISTED, "On the waitlist. Give this person a seat?"),
        (
            RegistrationState.OFFERED,
            "Was offered a seat but has not replied. Give this person a seat?",
        ),
        (RegistrationState.PENDING_APPROVAL, "Waiting for approval."),
    ],
)
def test_person_without_a_confirmed_seat_is_refused_and_told_why(session, staff, state, words):
    registration = build_staff_registration(session)
    Registration.objects.filter(pk=registration.pk).update(
        state=state, position=1, offer_expires_at=timezone.now()
    )

    with pytest.raises(CheckInRefusedError, match=words.replace("?", r"\?")):
        check_in.check_in(attendee=registration.attendees.get(), by=staff)

    assert registration.attendees.get().checked_in_at is None
    assert checks() == 0


def test_person_taken_off_the_list_is_refused(session, staff):
    person = build_staff_registration(session).attendees.get()
    Attendee.objects.update(withdrawn_at=timezone.now())

    with pytest.raises(CheckInRefusedError, match="removed this person"):
        check_in.check_in(attendee=person, by=staff)


@pytest.mark.parametrize(
    ("days", "words"), [(2, "Check-in opens on the day"), (-2, "Check-in closed")]
)
def test_check_in_is_open_on_the_sessions_day_alone(staff, days, words):
    session = session_today(starts_at=timezone.now() + datetime.timedelta(days=days))
    person = build_staff_registration(session).attendees.get()

    with pytest.raises(CheckInRefusedError, match=words):
        check_in.check_in(attendee=person, by=staff)
    with pytest.raises(CheckInRefusedError, match=words):
        check_in.add_walk_in(listening_session=session, name="Ada", by=staff)


def test_day_is_that_of_the_sessions_own_clock(staff, time_machine):
    # 10 p.m. on March 3 in Guam; March 3 starts there at 14:00 UTC on March 2.
    start = datetime.datetime(2027, 3, 3, 12, tzinfo=datetime.UTC)
    time_machine.move_to(start - datetime.timedelta(hours=23), tick=False)
    session = session_today(starts_at=start, time_zone="Pacific/Guam")
    person = build_staff_registration(session).attendees.get()

    with pytest.raises(CheckInRefusedError, match="opens on the day"):
        check_in.check_in(attendee=person, by=staff)
    time_machine.move_to(start - datetime.timedelta(hours=21), tick=False)
    assert not check_in.check_in(attendee=person, by=staff).was_here


@pytest.mark.parametrize("state", [SessionState.CANCELLED, SessionState.HELD, SessionState.DRAFT])
def test_session_that_does_not_take_place_checks_nobody_in(session, staff, state):
    person = build_staff_registration(session).attendees.get()
    type(session).objects.update(state=state)

    with pytest.raises(CheckInRefusedError, match="so you cannot check people in"):
        check_in.check_in(attendee=person, by=staff)


def test_waiting_person_is_seated_when_a_seat_is_free(staff):
    session = session_today(seats=2)
    first = build_staff_registration(session, people=2)
    waiting = build_staff_registration(session)
    assert waiting.state == RegistrationState.WAITLISTED
    with pytest.raises(SeatsUnavailableError, match="add seats to the session first"):
        check_in.seat(registration=waiting, by=staff)
    SeatPool.objects.filter(pk=pool_of(session).pk).update(capacity=3)
    OutboxMessage.objects.all().delete()

    check_in.seat(registration=waiting, by=staff)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.position) == (RegistrationState.CONFIRMED, None)
    assert (pool_of(session).taken, pool_of(session).waiting) == (3, 0)
    assert checks("engagement.registration.seat") == 1
    assert not OutboxMessage.objects.exists()
    # The counters are consistent: they are zero after all cancellations.
    transitions.cancel(registration=waiting, by=staff, reason="Left.")
    transitions.cancel(registration=first, by=staff, reason="Left.")
    assert (pool_of(session).taken, pool_of(session).waiting) == (0, 0)


def test_offered_seat_is_taken_at_the_door_without_counting_twice(session, staff):
    registration = build_staff_registration(session)
    Registration.objects.update(state=RegistrationState.OFFERED, offer_expires_at=timezone.now())

    check_in.seat(registration=registration, by=staff)

    registration.refresh_from_db()
    assert registration.state == RegistrationState.CONFIRMED
    assert pool_of(session).taken == 1


def test_seat_before_others_in_line_needs_a_reason_that_the_trail_keeps(staff):
    session = session_today(seats=3)
    build_staff_registration(session, people=2)
    build_staff_registration(session, people=2)
    behind, online = (
        build_staff_registration(session),
        build_staff_registration(session, mode=VIRTUAL),
    )
    for registration in (behind, online):
        with pytest.raises(
            ReasonRequiredError, match="Other people are on the waitlist for the room"
        ):
            check_in.seat(registration=registration, by=staff)

    check_in.seat(registration=behind, reason="Interprets for a speaker.", by=staff)

    entry = AuditEntry.objects.get(action="engagement.registration.seat")
    assert entry.data["reason"] == "Interprets for a speaker."
    assert pool_of(session).taken == 3


@time_machine.travel("2026-12-03T18:00:00Z")
def test_person_registered_online_moves_into_the_room_and_frees_the_seat_online(staff):
    session = session_today(starts_at=timezone.now() + datetime.timedelta(minutes=30))
    online = build_staff_registration(session, mode=VIRTUAL, people=5)
    waiting = build_staff_registration(session, mode=VIRTUAL)
    assert waiting.state == RegistrationState.WAITLISTED

    check_in.seat(registration=online, by=staff)

    online.refresh_from_db()
    waiting.refresh_from_db()
    assert online.mode == IN_PERSON
    assert (pool_of(session).taken, pool_of(session, VIRTUAL).taken) == (5, 1)
    assert waiting.state == RegistrationState.CONFIRMED


def test_cancelled_registration_gets_no_seat(session, staff):
    registration = build_staff_registration(session)
    transitions.cancel(registration=registration, by=staff, reason="Ill.")

    with pytest.raises(CheckInRefusedError, match="“Cancelled”"):
        check_in.seat(registration=registration, by=staff)

    assert pool_of(session).taken == 0


def test_walk_in_is_registered_seated_and_here(session, staff):
    person = check_in.add_walk_in(
        listening_session=session, name="Ada", organization_name="Harbor Group", by=staff
    )

    registration = person.registration
    assert person.checked_in_at is not None
    assert (registration.source, registration.state, registration.seats) == (
        RegistrationSource.WALK_IN,
        RegistrationState.CONFIRMED,
        1,
    )
    assert pool_of(session).taken == 1
    assert not OutboxMessage.objects.exists()


def test_walk_in_sent_twice_is_one_person(session, staff):
    first, second = (
        check_in.add_walk_in(listening_session=session, name="Ada", submission="once", by=staff)
        for _ in range(2)
    )

    assert first == second
    assert Attendee.objects.count() == 1
    assert pool_of(session).taken == 1


def test_walk_in_never_exceeds_the_room(staff):
    session = session_today(seats=1)
    check_in.add_walk_in(listening_session=session, name="Ada", by=staff)

    with pytest.raises(SeatsUnavailableError, match="add seats to the session first"):
        check_in.add_walk_in(listening_session=session, name="Grace", by=staff)

    assert pool_of(session).taken == 1
    assert pool_of(session).waiting == 0
    assert Registration.objects.count() == 1


def test_walk_in_does_not_pass_by_those_who_wait(staff):
    session = session_today(seats=2)
    build_staff_registration(session)
    waiting = build_staff_registration(session, people=2)
    assert waiting.state == RegistrationState.WAITLISTED

    with pytest.raises(SeatsUnavailableError, match="waitlist come first"):
        check_in.add_walk_in(listening_session=session, name="Ada", by=staff)


def test_walk_in_who_is_registered_is_pointed_to_the_registration(session, staff):
    known = build_staff_registration(session, email="ada@example.org")
    OutboxMessage.objects.all().delete()

    with pytest.raises(AlreadyRegisteredError, match=known.reference):
        check_in.add_walk_in(
            listening_session=session, name="Ada", email="ADA@example.org", by=staff
        )

    assert not OutboxMessage.objects.exists()


def test_walk_in_without_an_address_speaks_for_no_organization(session, staff):
    # Two empty e-mail addresses must not match.
    build_contact(build_organization(), email="")

    person = check_in.add_walk_in(listening_session=session, name="Ada", by=staff)

    assert person.registration.organization is None
