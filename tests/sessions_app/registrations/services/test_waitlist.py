"""Moving a registration within the waitlist, with a reason; the others keep their order."""

import datetime

import pytest
import time_machine

from sessions_app.core.errors import EngagementError, ReasonRequiredError
from sessions_app.models import AuditEntry, OutboxMessage, Registration, SeatPool
from sessions_app.registrations.errors import SeatsUnavailableError
from sessions_app.registrations.selectors.waitlist import place_in_line
from sessions_app.registrations.services import changes, transitions, waitlist
from sessions_app.registrations.services.registrations import AttendeeInput
from tests.builders import IN_PERSON, build_registration, build_session, build_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def full():
    """Create a session with one seat, which is taken."""
    session = build_session(format="in_person", capacities={IN_PERSON: 1})
    build_registration(session, name="Seated")
    return session


def add_to_waitlist(session, *names, people=1):
    return [build_registration(session, name=name, people=people) for name in names]


def names_in_order(session):
    waiting = Registration.objects.filter(listening_session=session, state="waitlisted")
    return list(waiting.order_by("position").values_list("name", flat=True))


def move(registration, *, to_front=True, reason="Interprets for a speaker."):
    return waitlist.prioritize(
        registration=registration, to_front=to_front, reason=reason, by=build_user()
    )


def test_front_and_back_keep_everybody_elses_order(full):
    _one, two, three, four = add_to_waitlist(full, "One", "Two", "Three", "Four")

    move(three)
    assert names_in_order(full) == ["Three", "One", "Two", "Four"]
    move(four)
    assert names_in_order(full) == ["Four", "Three", "One", "Two"]
    move(four, to_front=False)
    assert names_in_order(full) == ["Three", "One", "Two", "Four"]

    add_to_waitlist(full, "Five")
    assert names_in_order(full) == ["Three", "One", "Two", "Four", "Five"]
    two.refresh_from_db()
    assert place_in_line(registration=two) == 3


def test_freed_seat_goes_to_whoever_was_moved_to_the_front(full):
    _one, two = add_to_waitlist(full, "One", "Two")
    move(two)

    transitions.cancel(registration=Registration.objects.get(name="Seated"))

    two.refresh_from_db()
    assert two.state == "confirmed"
    assert names_in_order(full) == ["One"]


def test_new_head_that_fits_is_served_at_once():
    session = build_session(format="in_person", capacities={IN_PERSON: 2})
    build_registration(session)
    (_group,) = add_to_waitlist(session, "Group", people=2)
    (alone,) = add_to_waitlist(session, "Alone")
    assert names_in_order(session) == ["Group", "Alone"]

    assert move(alone).state == "confirmed"

    assert names_in_order(session) == ["Group"]
    pool = SeatPool.objects.get(listening_session=session)
    assert (pool.taken, pool.waiting) == (2, 1)


def test_reason_is_asked_for_and_kept_in_the_trail(full):
    (one,) = add_to_waitlist(full, "One")
    queued = OutboxMessage.objects.count()

    with pytest.raises(ReasonRequiredError):
        move(one, reason="  ")
    move(one)

    (entry,) = AuditEntry.objects.filter(action="engagement.registration.prioritize")
    assert entry.data["reason"] == "Interprets for a speaker."
    assert OutboxMessage.objects.count() == queued


def test_somebody_who_does_not_wait_has_no_place_in_line(full):
    seated = Registration.objects.get(name="Seated")

    with pytest.raises(EngagementError):
        move(seated)

    assert place_in_line(registration=seated) is None


def test_group_that_the_room_can_never_hold_is_told_so_and_blocks_nobody():
    session = build_session(format="in_person", capacities={IN_PERSON: 5})

    with pytest.raises(SeatsUnavailableError, match="5 seats in all") as refusal:
        build_registration(session, people=6)

    assert refusal.value.field == "mode"
    assert build_registration(session, people=5).state == "confirmed"


def test_group_in_line_cannot_grow_beyond_the_room(full):
    (one,) = add_to_waitlist(full, "One")

    with pytest.raises(SeatsUnavailableError, match="1 seat in all"):
        changes.change(registration=one, attendees=[AttendeeInput("One"), AttendeeInput("Another")])

    transitions.cancel(registration=Registration.objects.get(name="Seated"))
    one.refresh_from_db()
    assert (one.state, one.seats) == ("confirmed", 1)


@pytest.mark.parametrize("waitlist_mode", ["instant", "offer"])
def test_nobody_at_home_gets_a_seat_once_the_session_has_started(waitlist_mode):
    session = build_session(
        format="in_person", capacities={IN_PERSON: 1}, waitlist_mode=waitlist_mode
    )
    (seated,) = add_to_waitlist(session, "Seated")
    add_to_waitlist(session, "One", "Two")
    OutboxMessage.objects.all().delete()

    with time_machine.travel(session.starts_at + datetime.timedelta(minutes=1)):
        transitions.cancel(registration=seated, by=build_user())

    assert names_in_order(session) == ["One", "Two"]
    assert {message.kind for message in OutboxMessage.objects.all()} == {"registration_cancelled"}


def test_offer_that_runs_out_at_the_start_is_not_followed_by_others():
    session = build_session(
        format="in_person", capacities={IN_PERSON: 1}, waitlist_mode="offer", offer_hours=999
    )
    (seated,) = add_to_waitlist(session, "Seated")
    add_to_waitlist(session, "One", "Two", "Three")
    transitions.cancel(registration=seated)
    OutboxMessage.objects.all().delete()

    with time_machine.travel(session.starts_at + datetime.timedelta(seconds=1)):
        while transitions.expire_offers():
            pass

    assert names_in_order(session) == ["Two", "Three"]
    one = Registration.objects.get(name="One")
    assert (one.state, one.state_reason) == ("expired", "The seat offer has expired.")
    assert {message.kind for message in OutboxMessage.objects.all()} == {"registration_expired"}
