"""Seats, waitlists, personal links, and e-mails (docs/invariants.md, 1 to 4)."""

import datetime

import icalendar
import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from sessions_app.core.errors import EngagementError, TransitionNotAllowedError
from sessions_app.listening_sessions.enums import SessionFormat, SessionState, WaitlistMode
from sessions_app.models import AuditEntry, OutboxMessage, Registration, SeatAllotment, SeatPool
from sessions_app.registrations.enums import AccommodationState, RegistrationState
from sessions_app.registrations.errors import (
    AllotmentReachedError,
    AlreadyRegisteredError,
    RegistrationClosedError,
    SeatsUnavailableError,
)
from sessions_app.registrations.services import changes, transitions
from sessions_app.registrations.services.accommodations import AccommodationInput
from sessions_app.registrations.services.registrations import AttendeeInput
from tests.builders import (
    IN_PERSON,
    VIRTUAL,
    build_contact,
    build_organization,
    build_registration,
    build_session,
    build_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def small_session(seats, **values):
    return build_session(format=SessionFormat.IN_PERSON, capacities={IN_PERSON: seats}, **values)


def pool_of(session, mode=IN_PERSON):
    return SeatPool.objects.get(listening_session=session, mode=mode)


def state_of(registration):
    return Registration.objects.get(pk=registration.pk).state


def kinds_sent_to(email):
    return list(
        OutboxMessage.objects.filter(recipient=email).order_by("pk").values_list("kind", flat=True)
    )


def test_register_confirms_seats_logs_and_queues_one_email():
    session = small_session(10)

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
    session = small_session(10)

    form = {"name": "Ana Cruz", "email": "ana@example.org", "submission": "one-time"}
    first = build_registration(session, **form)
    second = build_registration(session, **form)

    assert second == first
    assert pool_of(session).taken == 1
    assert kinds_sent_to("ana@example.org") == ["registration_confirmed"]


def test_register_same_submission_for_another_session_is_another_registration():
    first = build_registration(small_session(10), email="ana@example.org", submission="one-time")
    second = build_registration(small_session(10), email="ana@example.org", submission="one-time")

    assert second.listening_session != first.listening_session


def test_register_same_address_is_refused_and_gets_its_link():
    session = small_session(10)
    build_registration(session, email="ana@example.org")

    with pytest.raises(AlreadyRegisteredError) as refusal:
        build_registration(session, email="Ana@Example.org")

    assert refusal.value.field == "email"
    assert pool_of(session).taken == 1
    assert kinds_sent_to("ana@example.org") == ["registration_confirmed", "registration_known"]


def test_register_after_cancelling_is_allowed():
    session = small_session(10)
    transitions.cancel(registration=build_registration(session, email="ana@example.org"))

    again = build_registration(session, email="ana@example.org")

    assert again.state == RegistrationState.CONFIRMED
    assert pool_of(session).taken == 1


def test_register_full_session_joins_the_waitlist_in_order():
    session = small_session(1)
    build_registration(session)

    first, second = build_registration(session), build_registration(session)

    assert [(r.state, r.position) for r in (first, second)] == [
        (RegistrationState.WAITLISTED, 1),
        (RegistrationState.WAITLISTED, 2),
    ]
    assert (pool_of(session).taken, pool_of(session).waiting) == (1, 2)
    assert kinds_sent_to(first.email) == ["registration_waitlisted"]


def test_register_does_not_pass_the_waitlist_by():
    session = small_session(3)
    build_registration(session, people=2)
    build_registration(session, people=2)

    newcomer = build_registration(session, people=1)

    assert newcomer.state == RegistrationState.WAITLISTED
    assert pool_of(session).taken == 2


def test_register_full_session_without_waitlist_is_refused_and_writes_nothing():
    session = small_session(1, waitlist_mode=WaitlistMode.NONE)
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
    session = small_session(10, **values)

    with pytest.raises(RegistrationClosedError):
        build_registration(session)

    assert pool_of(session).taken == 0


def test_register_closed_pool_is_refused_even_when_the_session_was_read_before():
    session = small_session(10)
    SeatPool.objects.update(is_open=False)  # cancelled after `session` was read

    with pytest.raises(RegistrationClosedError):
        build_registration(session)

    assert Registration.objects.count() == 0


def test_register_organization_cap_counts_waiting_seats_too():
    session = small_session(2, seats_per_organization=3)
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
    session = small_session(9, seats_per_organization=1)
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
    session = small_session(1, approval_required=True)
    registration = build_registration(session)

    assert registration.state == RegistrationState.PENDING_APPROVAL
    assert pool_of(session).taken == 0

    approved = transitions.approve(registration=registration, by=build_user())

    assert approved.state == RegistrationState.CONFIRMED
    assert pool_of(session).taken == 1


def test_decline_needs_a_reason_and_tells_it():
    session = small_session(1, approval_required=True)
    registration = build_registration(session)

    with pytest.raises(EngagementError):
        transitions.decline(registration=registration, reason=" ", by=build_user())
    transitions.decline(registration=registration, reason="Staff only.", by=build_user())

    assert state_of(registration) == RegistrationState.DECLINED
    assert "Staff only." in OutboxMessage.objects.get(kind="registration_declined").body_text


def test_cancel_gives_the_seat_to_the_head_of_the_line_at_once():
    session = small_session(1)
    seated = build_registration(session)
    first, second = build_registration(session), build_registration(session)

    transitions.cancel(registration=seated)

    assert [state_of(r) for r in (seated, first, second)] == [
        RegistrationState.CANCELLED,
        RegistrationState.CONFIRMED,
        RegistrationState.WAITLISTED,
    ]
    assert (pool_of(session).taken, pool_of(session).waiting) == (1, 1)
    assert kinds_sent_to(first.email) == ["registration_waitlisted", "registration_confirmed"]
    cancelled = OutboxMessage.objects.get(kind="registration_cancelled")
    assert cancelled.calendar_method == "CANCEL"


def test_cancel_does_not_serve_behind_a_head_that_needs_more():
    session = small_session(2)
    seated, _other = build_registration(session), build_registration(session)
    pair, single = build_registration(session, people=2), build_registration(session)

    transitions.cancel(registration=seated)

    assert [state_of(r) for r in (pair, single)] == [RegistrationState.WAITLISTED] * 2


def test_cancel_twice_is_refused_and_gives_back_once():
    session = small_session(5)
    registration = build_registration(session, people=2)
    transitions.cancel(registration=registration)

    with pytest.raises(EngagementError):
        transitions.cancel(registration=registration)

    assert pool_of(session).taken == 0


def test_cancel_from_the_waitlist_leaves_the_line():
    session = small_session(1)
    build_registration(session)
    waiting = build_registration(session)

    transitions.cancel(registration=waiting)

    assert pool_of(session).waiting == 0
    assert OutboxMessage.objects.get(kind="registration_cancelled").calendar_method == ""


def test_cancel_withdraws_open_accommodations():
    registration = build_registration(accommodations=[AccommodationInput(kind="asl")])

    transitions.cancel(registration=registration)

    assert registration.accommodation_requests.get().state == AccommodationState.WITHDRAWN


def test_offer_is_held_then_expires_to_the_next_in_line():
    session = small_session(1, waitlist_mode=WaitlistMode.OFFER, offer_hours=2)
    seated = build_registration(session)
    first, second = build_registration(session), build_registration(session)

    transitions.cancel(registration=seated)
    assert state_of(first) == RegistrationState.OFFERED
    assert pool_of(session).taken == 1

    later = timezone.now() + datetime.timedelta(hours=3)
    assert transitions.expire_offers(now=later) == 1
    assert [state_of(first), state_of(second)] == [
        RegistrationState.EXPIRED,
        RegistrationState.OFFERED,
    ]
    accepted = transitions.accept_offer(registration=second)
    assert accepted.state == RegistrationState.CONFIRMED
    assert (pool_of(session).taken, pool_of(session).waiting) == (1, 0)


def test_accept_offer_that_ran_out_is_refused():
    session = small_session(1, waitlist_mode=WaitlistMode.OFFER)
    seated = build_registration(session)
    waiting = build_registration(session)
    transitions.cancel(registration=seated)
    Registration.objects.filter(pk=waiting.pk).update(offer_expires_at=timezone.now())

    with pytest.raises(EngagementError):
        transitions.accept_offer(registration=waiting)

    assert state_of(waiting) == RegistrationState.OFFERED


def test_accept_offer_without_one_is_refused():
    confirmed = build_registration()

    with pytest.raises(TransitionNotAllowedError):
        transitions.accept_offer(registration=confirmed)


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
    session = small_session(2)
    registration = build_registration(session, people=1)
    build_registration(session, people=1)

    with pytest.raises(SeatsUnavailableError):
        changes.change(
            registration=registration, attendees=[AttendeeInput("A"), AttendeeInput("B")]
        )

    assert pool_of(session).taken == 2
    assert registration.attendees.coming().count() == 1


def test_change_to_fewer_people_serves_the_waitlist():
    session = small_session(2)
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


def test_accommodation_inside_the_lead_time_is_taken_and_marked():
    soon = build_session(starts_at=timezone.now() + datetime.timedelta(days=3))
    far = build_session(starts_at=timezone.now() + datetime.timedelta(days=40))
    need = [AccommodationInput("cart")]

    late = build_registration(soon, accommodations=need).accommodation_requests.get()
    early = build_registration(far, accommodations=need).accommodation_requests.get()

    assert (late.is_late, early.is_late) == (True, False)


def test_database_refuses_to_oversell_a_pool():
    session = small_session(2)

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
    assert (last.kind, last.calendar_method) == ("registration_waitlisted", "CANCEL")


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


def entries_sent_to(address):
    """Return METHOD, SEQUENCE, and DTSTAMP of each calendar part sent to an address."""
    found = []
    for message in OutboxMessage.objects.filter(recipient=address).order_by("pk"):
        if message.calendar:
            entry = icalendar.Calendar.from_ical(message.calendar)
            (event,) = entry.walk("VEVENT")
            found.append((str(entry["METHOD"]), event["SEQUENCE"], event["DTSTAMP"].dt))
    return found


def test_calendar_of_who_cancels_and_registers_again_ends_with_the_entry():
    session = build_session()
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=1)) as clock:
        for _time in range(2):
            registration = build_registration(session, email="Ana@example.org")
            clock.shift(60)
            transitions.cancel(registration=registration)
            clock.shift(60)
        build_registration(session, email="ana@example.org")
        build_registration(session, email="eva@example.org")

    sent = entries_sent_to("Ana@example.org") + entries_sent_to("ana@example.org")
    assert [(method, sequence) for method, sequence, _at in sent] == [
        ("REQUEST", 0),
        ("CANCEL", 1),
        ("REQUEST", 1),
        ("CANCEL", 2),
        ("REQUEST", 2),
    ]
    stamps = [at for _method, _sequence, at in sent]
    assert stamps == sorted(set(stamps))
    assert [entry[:2] for entry in entries_sent_to("eva@example.org")] == [("REQUEST", 0)]


def test_approval_after_the_session_is_refused():
    session = build_session(approval_required=True)
    registration = build_registration(session)
    type(session).objects.update(state="held")

    with pytest.raises(EngagementError, match="is over or will not take place"):
        transitions.approve(registration=registration, by=build_user())

    registration.refresh_from_db()
    assert registration.state == "pending_approval"
