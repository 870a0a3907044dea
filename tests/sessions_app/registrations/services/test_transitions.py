"""Approving, declining, cancelling and offering seats, and the e-mails about it."""

import datetime

import icalendar
import pytest
import time_machine
from django.utils import timezone

from sessions_app.core.errors import EngagementError, TransitionNotAllowedError
from sessions_app.listening_sessions.enums import WaitlistMode
from sessions_app.models import OutboxMessage, Registration
from sessions_app.registrations.enums import AccommodationState, RegistrationState
from sessions_app.registrations.services import changes, transitions
from sessions_app.registrations.services.accommodations import AccommodationInput
from sessions_app.registrations.services.registrations import AttendeeInput
from tests.builders import build_registration, build_session, build_small_session, build_user
from tests.sessions_app.lookups import kinds_sent_to, pool_of, state_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_decline_needs_a_reason_and_tells_it():
    session = build_small_session(1, approval_required=True)
    registration = build_registration(session)

    with pytest.raises(EngagementError):
        transitions.decline(registration=registration, reason=" ", by=build_user())
    transitions.decline(registration=registration, reason="Staff only.", by=build_user())

    assert state_of(registration) == RegistrationState.DECLINED
    assert "Staff only." in OutboxMessage.objects.get(kind="registration_declined").body_text


def test_cancel_gives_the_seat_to_the_head_of_the_line_at_once():
    session = build_small_session(1)
    seated = build_registration(session)
    first, second = build_registration(session), build_registration(session)

    transitions.cancel(registration=seated)

    assert [state_of(r) for r in (seated, first, second)] == [
        RegistrationState.CANCELLED,
        RegistrationState.CONFIRMED,
        RegistrationState.WAITLISTED,
    ]
    assert (pool_of(session).taken, pool_of(session).waiting) == (1, 1)
    assert kinds_sent_to(first.email) == ["registration_waitlisted", "registration_promoted"]
    cancelled = OutboxMessage.objects.get(kind="registration_cancelled")
    assert cancelled.calendar_method == "CANCEL"


def test_cancel_does_not_serve_behind_a_head_that_needs_more():
    session = build_small_session(2)
    seated, _other = build_registration(session), build_registration(session)
    pair, single = build_registration(session, people=2), build_registration(session)

    transitions.cancel(registration=seated)

    assert [state_of(r) for r in (pair, single)] == [RegistrationState.WAITLISTED] * 2


def test_cancel_twice_is_refused_and_gives_back_once():
    session = build_small_session(5)
    registration = build_registration(session, people=2)
    transitions.cancel(registration=registration)

    with pytest.raises(EngagementError):
        transitions.cancel(registration=registration)

    assert pool_of(session).taken == 0


def test_cancel_from_the_waitlist_leaves_the_line():
    session = build_small_session(1)
    build_registration(session)
    waiting = build_registration(session)

    transitions.cancel(registration=waiting)

    assert pool_of(session).waiting == 0
    assert OutboxMessage.objects.get(kind="registration_left_waitlist").calendar_method == ""


def test_cancel_withdraws_open_accommodations():
    registration = build_registration(accommodations=[AccommodationInput(kind="asl")])

    transitions.cancel(registration=registration)

    assert registration.accommodation_requests.get().state == AccommodationState.WITHDRAWN


def test_offer_is_held_then_expires_to_the_next_in_line():
    session = build_small_session(1, waitlist_mode=WaitlistMode.OFFER, offer_hours=2)
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
    session = build_small_session(1, waitlist_mode=WaitlistMode.OFFER)
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


def test_change_between_in_person_and_online_raises_the_sequence_and_nothing_else_does():
    session, staff = build_session(), build_user()
    registration = build_registration(session, email="ana@example.org", mode="in_person")
    for _time in range(2):
        registration = changes.switch(registration=registration, by=staff)
    changes.change(registration=registration, attendees=[AttendeeInput("Ana")], phone="")

    sent = entries_sent_to("ana@example.org")
    assert [sequence for _method, sequence, _at in sent] == [0, 1, 2, 2]
    session.refresh_from_db()
    assert session.sequence == 0


def test_approval_after_the_session_is_refused():
    session = build_session(approval_required=True)
    registration = build_registration(session)
    type(session).objects.update(state="held")

    with pytest.raises(EngagementError, match="is over or will not take place"):
        transitions.approve(registration=registration, by=build_user())

    registration.refresh_from_db()
    assert registration.state == "pending_approval"
