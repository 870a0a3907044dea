"""Registering: seats, the waitlist, duplicates, and e-mails (docs/invariants.md, 1 to 4)."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sessions_app.listening_sessions.enums import SessionState, WaitlistMode
from sessions_app.models import AuditEntry, OutboxMessage, Registration, SeatAllotment, SeatPool
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.errors import (
    AllotmentReachedError,
    AlreadyRegisteredError,
    RegistrationClosedError,
    SeatsUnavailableError,
)
from sessions_app.registrations.services import transitions
from sessions_app.registrations.services.accommodations import AccommodationInput
from tests.builders import (
    IN_PERSON,
    build_contact,
    build_organization,
    build_registration,
    build_session,
    build_small_session,
    build_user,
)
from tests.sessions_app.lookups import kinds_sent_to, pool_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_register_confirms_seats_logs_and_queues_one_email():
    session = build_small_session(10)

    registration = build_registration(session, people=2, email="ana@example.org")

    assert registration.state == RegistrationState.CONFIRMED
    assert [a.name for a in registration.attendees.all()] != []
    assert pool_of(session).taken == 2
    assert list(AuditEntry.objects.for_instance(registration).values_list("action", "label")) == [
        ("engagement.registration.create", registration.reference)
    ]
    message = OutboxMessage.objects.get(recipient="ana@example.org")
    assert (message.kind, message.calendar_method) == ("registration_confirmed", "REQUEST")
    assert "[[token:" in message.body_text


def test_register_same_submission_again_returns_the_first():
    session = build_small_session(10)

    form = {"name": "Ana Cruz", "email": "ana@example.org", "submission": "one-time"}
    first = build_registration(session, **form)
    second = build_registration(session, **form)

    assert second == first
    assert pool_of(session).taken == 1
    assert kinds_sent_to("ana@example.org") == ["registration_confirmed"]


def test_register_same_submission_for_another_session_is_another_registration():
    first = build_registration(
        build_small_session(10), email="ana@example.org", submission="one-time"
    )
    second = build_registration(
        build_small_session(10), email="ana@example.org", submission="one-time"
    )

    assert second.listening_session != first.listening_session


def test_register_same_address_is_refused_and_gets_its_link():
    session = build_small_session(10)
    build_registration(session, email="ana@example.org")

    with pytest.raises(AlreadyRegisteredError) as refusal:
        build_registration(session, email="Ana@Example.org")

    assert refusal.value.field == "email"
    assert pool_of(session).taken == 1
    assert kinds_sent_to("ana@example.org") == ["registration_confirmed", "registration_known"]


def test_register_after_cancelling_is_allowed():
    session = build_small_session(10)
    transitions.cancel(registration=build_registration(session, email="ana@example.org"))

    again = build_registration(session, email="ana@example.org")

    assert again.state == RegistrationState.CONFIRMED
    assert pool_of(session).taken == 1


def test_register_full_session_joins_the_waitlist_in_order():
    session = build_small_session(1)
    build_registration(session)

    first, second = build_registration(session), build_registration(session)

    assert [(r.state, r.position) for r in (first, second)] == [
        (RegistrationState.WAITLISTED, 1),
        (RegistrationState.WAITLISTED, 2),
    ]
    assert (pool_of(session).taken, pool_of(session).waiting) == (1, 2)
    assert kinds_sent_to(first.email) == ["registration_waitlisted"]


def test_register_does_not_pass_the_waitlist_by():
    session = build_small_session(3)
    build_registration(session, people=2)
    build_registration(session, people=2)

    newcomer = build_registration(session, people=1)

    assert newcomer.state == RegistrationState.WAITLISTED
    assert pool_of(session).taken == 2


def test_register_full_session_without_waitlist_is_refused_and_writes_nothing():
    session = build_small_session(1, waitlist_mode=WaitlistMode.NONE)
    build_registration(session)

    with pytest.raises(SeatsUnavailableError):
        build_registration(session, email="late@example.org")

    assert Registration.objects.filter(email="late@example.org").count() == 0
    assert kinds_sent_to("late@example.org") == []


@pytest.mark.parametrize(
    "values",
    [
        {"state": SessionState.DRAFT},
        {"state": SessionState.CANCELLED},
        {"state": SessionState.POSTPONED},
        {"state": SessionState.HELD},
        {"registration_opens_at": timezone.now() + datetime.timedelta(days=2)},
        {"registration_closes_at": timezone.now() - datetime.timedelta(days=2)},
        {"starts_at": timezone.now() - datetime.timedelta(hours=1)},
    ],
)
def test_register_outside_the_window_is_refused(values):
    session = build_small_session(10, **values)

    with pytest.raises(RegistrationClosedError):
        build_registration(session)

    assert pool_of(session).taken == 0


def test_register_closed_pool_is_refused_even_when_the_session_was_read_before():
    session = build_small_session(10)
    SeatPool.objects.update(is_open=False)  # cancelled after `session` was read

    with pytest.raises(RegistrationClosedError):
        build_registration(session)

    assert Registration.objects.count() == 0


def test_register_organization_cap_counts_waiting_seats_too():
    session = build_small_session(2, seats_per_organization=3)
    organization = build_organization(name="Harbor Street Table")
    for number in (1, 2, 3):
        build_contact(organization, email=f"c{number}@example.org")
    build_registration(session, people=2, email="c1@example.org")
    waiting = build_registration(session, people=1, email="c2@example.org")

    with pytest.raises(AllotmentReachedError) as refusal:
        build_registration(session, people=1, email="c3@example.org")

    assert waiting.state == RegistrationState.WAITLISTED
    assert "Yours has 0 left" in refusal.value.message
    assert SeatAllotment.objects.get().taken == 3


def test_register_name_alone_does_not_use_an_organizations_seats():
    session = build_small_session(9, seats_per_organization=1)
    build_organization(name="Harbor Street Table", website="https://www.harbor.example/")

    stranger = build_registration(
        session, organization_name="Harbor Street Table", email="x@elsewhere.example"
    )
    member = build_registration(
        session, organization_name="harbor street TABLE", email="x@harbor.example"
    )

    assert stranger.organization is None
    assert member.organization is not None


def test_register_asks_for_approval_where_the_session_does():
    session = build_small_session(1, approval_required=True)
    registration = build_registration(session)

    assert registration.state == RegistrationState.PENDING_APPROVAL
    assert pool_of(session).taken == 0

    approved = transitions.approve(registration=registration, by=build_user())

    assert approved.state == RegistrationState.CONFIRMED
    assert pool_of(session).taken == 1


def test_accommodation_inside_the_lead_time_is_taken_and_marked():
    soon = build_session(starts_at=timezone.now() + datetime.timedelta(days=3))
    far = build_session(starts_at=timezone.now() + datetime.timedelta(days=40))
    need = [AccommodationInput("cart")]

    late = build_registration(soon, accommodations=need).accommodation_requests.get()
    early = build_registration(far, accommodations=need).accommodation_requests.get()

    assert (late.is_late, early.is_late) == (True, False)


def test_database_refuses_to_oversell_a_pool():
    session = build_small_session(2)

    with pytest.raises(IntegrityError), transaction.atomic():
        SeatPool.objects.filter(listening_session=session).update(taken=3)


def test_database_refuses_a_second_active_registration():
    registration = build_registration(email="ana@example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(
            listening_session=registration.listening_session,
            name="x",
            email="ANA@example.org",
            mode=IN_PERSON,
            seats=1,
            state=RegistrationState.CONFIRMED,
        )
