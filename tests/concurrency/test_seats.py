"""Seats under concurrency, on SQLite and PostgreSQL (docs/invariants.md, 1 to 3)."""

import datetime

import pytest
from django.db import connection
from django.db.models import Sum

from sessions_app.listening_sessions.enums import SessionFormat, WaitlistMode
from sessions_app.models import AuditEntry, OutboxMessage, Registration, SeatAllotment, SeatPool
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.services import transitions
from tests.builders import (
    IN_PERSON,
    build_contact,
    build_invitation,
    build_organization,
    build_registration,
    build_session,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

#: A different e-mail address for each registration of each process.
EACH = "p{worker}-{number}@example.org"
SEATED = [RegistrationState.CONFIRMED, RegistrationState.OFFERED]
CHECK = "seat_pool_never_oversold"


def room_for(seats, **values):
    return build_session(format=SessionFormat.IN_PERSON, capacities={IN_PERSON: seats}, **values)


def books_balance(session):
    """Assert that counters match the registrations, each with audit entry and e-mail."""
    pool = SeatPool.objects.get(listening_session=session)
    rows = Registration.objects.filter(listening_session=session)
    seated = rows.filter(state__in=SEATED).aggregate(n=Sum("seats"))["n"] or 0
    assert pool.taken == seated
    assert pool.capacity is None or pool.taken <= pool.capacity
    assert pool.waiting == rows.filter(state=RegistrationState.WAITLISTED).count()
    keys = sorted(rows.values_list("pk", flat=True))
    created = AuditEntry.objects.filter(action="engagement.registration.create", object_id__in=keys)
    assert sorted(int(entry.object_id) for entry in created) == keys
    told = OutboxMessage.objects.filter(registration__listening_session=session)
    assert sorted(set(told.values_list("registration", flat=True))) == keys
    return pool


def test_200_for_10_seats_gives_10_seats_and_190_clear_answers(crowd):
    session = room_for(10)
    job = {
        "do": "register",
        "session": session.pk,
        "times": 50,
        "email": EACH,
    }

    tally = crowd(job, job, job, job)

    assert tally == {"confirmed": 10, "waitlisted": 190}
    assert books_balance(session).taken == 10
    positions = Registration.objects.filter(state="waitlisted").values_list("position", flat=True)
    assert sorted(positions) == list(range(1, 191))


def test_200_for_10_seats_without_waitlist_are_told_that_it_is_full(crowd):
    session = room_for(10, waitlist_mode=WaitlistMode.NONE)
    job = {
        "do": "register",
        "session": session.pk,
        "times": 50,
        "email": EACH,
    }

    assert crowd(job, job, job, job) == {"confirmed": 10, "SeatsUnavailableError": 190}
    books_balance(session)


@pytest.fixture
def no_check_on_seats(transactional_db, monkeypatch):
    """Drop the CHECK constraint on the counters for one test."""
    constraints = SeatPool._meta.constraints
    (check,) = [constraint for constraint in constraints if constraint.name == CHECK]
    with monkeypatch.context() as patch:
        # SQLite rebuilds the table, from the model.
        patch.setattr(SeatPool._meta, "constraints", [c for c in constraints if c is not check])
        with connection.schema_editor() as editor:
            editor.remove_constraint(SeatPool, check)
    yield
    SeatPool.objects.all().delete()  # the oversold rows would violate the CHECK
    with connection.schema_editor() as editor:
        editor.add_constraint(SeatPool, check)


def test_control_without_the_guards_the_service_oversells(crowd, no_check_on_seats):
    """Control: shows that the load is high enough for the tests above to be meaningful.

    Runs the real service without its two guards: the condition in the UPDATE that takes seats, and
    the CHECK constraint. What is left is the read before the transaction, which has a race
    condition on both databases. On SQLite there can be no other: write transactions are IMMEDIATE,
    so that one which has begun cannot read what another is about to change.
    """
    for _round in range(5):
        session = room_for(10)
        job = {"do": "register_unguarded", "session": session.pk, "times": 50, "email": EACH}

        tally = crowd(job, job, job, job)

        assert tally["confirmed"] + tally["waitlisted"] == 200
        assert tally["confirmed"] == SeatPool.objects.get(listening_session=session).taken
        if tally["confirmed"] > 10:
            break
    assert tally["confirmed"] > 10


def test_50_identical_submissions_register_once(crowd):
    session = room_for(10)
    job = {
        "do": "register",
        "session": session.pk,
        "times": 13,
        "email": "ana@example.org",
        "submission": "the same form",
    }

    tally = crowd(job, job, job, {**job, "times": 11})

    assert tally == {"confirmed": 50}
    assert Registration.objects.count() == 1
    assert books_balance(session).taken == 1


def test_same_address_from_two_forms_registers_once(crowd):
    session = room_for(10)
    job = {"do": "register", "session": session.pk, "times": 10, "email": "ana@example.org"}

    assert crowd(job, job, job) == {"confirmed": 1, "AlreadyRegisteredError": 29}
    assert books_balance(session).taken == 1


def test_last_seat_goes_to_one(crowd):
    session = room_for(1)
    job = {"do": "register", "session": session.pk, "times": 1, "email": "p{worker}@example.org"}

    assert crowd(job, job, job, job) == {"confirmed": 1, "waitlisted": 3}
    books_balance(session)


def test_organizations_cap_holds(crowd):
    session = room_for(100, seats_per_organization=4)
    organization = build_organization()
    for worker in range(4):
        for number in range(5):
            build_contact(organization, email=f"p{worker}-{number}@example.org")
    job = {
        "do": "register",
        "session": session.pk,
        "times": 5,
        "email": EACH,
    }

    assert crowd(job, job, job, job) == {"confirmed": 4, "AllotmentReachedError": 16}
    assert SeatAllotment.objects.get().taken == 4
    books_balance(session)


def test_cancel_against_join_loses_no_seat_and_keeps_the_line(crowd):
    session = room_for(10)
    seated = [build_registration(session) for _n in range(10)]
    waiting = [build_registration(session) for _n in range(5)]
    half = [r.pk for r in seated]

    tally = crowd(
        {"do": "cancel", "registrations": half[:5], "times": 5},
        {"do": "cancel", "registrations": half[5:], "times": 5},
        {"do": "register", "session": session.pk, "times": 10, "email": EACH},
        {"do": "register", "session": session.pk, "times": 10, "email": EACH},
    )

    assert tally["cancelled"] == 10
    assert sum(tally.values()) == 30
    pool = books_balance(session)
    assert pool.taken == 10
    for registration in waiting:
        registration.refresh_from_db()
        assert registration.state == RegistrationState.CONFIRMED


def test_cancelling_the_same_registration_at_once_gives_back_once(crowd):
    session = room_for(3)
    registration = build_registration(session, people=2)
    job = {"do": "cancel", "registrations": [registration.pk], "times": 1}

    assert crowd(job, job, job) == {"cancelled": 1, "EngagementError": 2}
    assert books_balance(session).taken == 0


def mails_to(registration):
    messages = OutboxMessage.objects.filter(registration=registration).order_by("pk")
    return [message.kind.removeprefix("registration_") for message in messages]


def test_offer_is_either_accepted_or_expired(crowd):
    """One process accepts an open offer, while two find that it has expired.

    The head start shifts in steps of milliseconds from one side to the other, so that each side
    wins at its end, and they race in the middle.
    """
    outcomes = []
    for head_start in [-100, *range(-12, 13, 2), 100]:
        session = room_for(1, waitlist_mode=WaitlistMode.OFFER, offer_hours=1)
        seated, asked, next_in_line = [build_registration(session) for _n in range(3)]
        transitions.cancel(registration=seated)
        asked.refresh_from_db()
        after = (asked.offer_expires_at + datetime.timedelta(seconds=1)).isoformat()

        tally = crowd(
            {
                "do": "accept",
                "registrations": [asked.pk],
                "times": 1,
                "wait": max(-head_start, 0) / 1000,
            },
            {"do": "expire", "now": after, "times": 1, "wait": max(head_start, 0) / 1000},
            {"do": "expire", "now": after, "times": 1, "wait": max(head_start, 0) / 1000},
        )

        asked.refresh_from_db()
        next_in_line.refresh_from_db()
        outcomes.append(asked.state)
        if asked.state == RegistrationState.CONFIRMED:
            assert tally == {"confirmed": 1, "expired 0": 2}
            assert (next_in_line.state, next_in_line.position) == ("waitlisted", 2)
            assert mails_to(asked) == ["waitlisted", "offered", "confirmed"]
            assert mails_to(next_in_line) == ["waitlisted"]
        else:
            refusal = (
                f"refused: {asked} is “Expired” and cannot change to “Confirmed”. "
                "Reload the page to see its current status."
            )
            assert tally == {refusal: 1, "expired 1": 1, "expired 0": 1}
            assert asked.state == RegistrationState.EXPIRED
            assert (next_in_line.state, next_in_line.position) == ("offered", None)
            assert mails_to(asked) == ["waitlisted", "offered", "expired"]
            assert mails_to(next_in_line) == ["waitlisted", "offered"]
        assert books_balance(session).taken == 1
        if next_in_line.state == RegistrationState.OFFERED:
            # So that the expiry check of the next round does not find this one.
            transitions.cancel(registration=next_in_line)
    assert set(outcomes) == {RegistrationState.CONFIRMED, RegistrationState.EXPIRED}


def test_capacity_cut_against_joining_never_oversells(crowd):
    session = room_for(40)

    tally = crowd(
        {"do": "cut_capacity", "session": session.pk, "capacity": 20, "times": 1},
        {"do": "register", "session": session.pk, "times": 30, "email": EACH},
        {"do": "register", "session": session.pk, "times": 30, "email": EACH},
    )

    assert not [word for word in tally if word.startswith("ERROR")]
    pool = books_balance(session)
    assert tally["confirmed"] == pool.taken == pool.capacity


def test_one_invitation_used_by_many_at_once_registers_once(crowd):
    session = room_for(100, visibility="invitation")
    invitation = build_invitation(session)
    job = {
        "do": "use_invitation",
        "session": session.pk,
        "invitation": invitation.pk,
        "times": 5,
        "email": EACH,
    }

    assert crowd(job, job, job, job) == {"confirmed": 1, "InvitationError": 19}
    invitation.refresh_from_db()
    assert invitation.state == "accepted"
    assert books_balance(session).taken == 1


def test_moving_to_the_front_against_promotion_keeps_places_unique_and_seats_given_once(crowd):
    session = room_for(10)
    seated = [build_registration(session) for _n in range(10)]
    waiting = [build_registration(session) for _n in range(20)]
    last = [registration.pk for registration in waiting[10:]]

    tally = crowd(
        {"do": "cancel", "registrations": [r.pk for r in seated[:5]], "times": 5},
        {"do": "cancel", "registrations": [r.pk for r in seated[5:]], "times": 5},
        {"do": "prioritize", "registrations": last[:5], "times": 5},
        {"do": "prioritize", "registrations": last[5:], "times": 5},
    )

    # Those promoted before they could be moved get an error.
    assert tally["cancelled"] == 10
    assert tally["moved"] + tally["EngagementError"] == 10
    pool = books_balance(session)
    assert (pool.taken, pool.waiting) == (10, 10)
    line = Registration.objects.filter(state="waitlisted").values_list("position", flat=True)
    assert len(set(line)) == 10
    assert max(line) < pool.next_position
