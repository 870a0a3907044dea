"""Moving somebody in the line, with a reason: first come, first served for everybody else."""

import pytest

from sessions_app.errors import EngagementError, ReasonRequiredError
from sessions_app.models import AuditEntry, OutboxMessage, Registration, SeatPool
from sessions_app.selectors.waitlist import place_in_line
from sessions_app.services import registration_moves, waitlist
from tests.builders import IN_PERSON, build_registration, build_session, build_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def full():
    """A session with one seat, which is taken."""
    session = build_session(format="in_person", capacities={IN_PERSON: 1})
    build_registration(session, name="Seated")
    return session


def wait(session, *names, people=1):
    return [build_registration(session, name=name, people=people) for name in names]


def line(session):
    waiting = Registration.objects.filter(listening_session=session, state="waitlisted")
    return list(waiting.order_by("position").values_list("name", flat=True))


def move(registration, *, to_front=True, reason="Interprets for a speaker."):
    return waitlist.prioritize(
        registration=registration, to_front=to_front, reason=reason, by=build_user()
    )


def test_front_and_back_keep_everybody_elses_order(full):
    _one, two, three, four = wait(full, "One", "Two", "Three", "Four")

    move(three)
    assert line(full) == ["Three", "One", "Two", "Four"]
    move(four)
    assert line(full) == ["Four", "Three", "One", "Two"]
    move(four, to_front=False)
    assert line(full) == ["Three", "One", "Two", "Four"]

    wait(full, "Five")
    assert line(full) == ["Three", "One", "Two", "Four", "Five"]
    two.refresh_from_db()
    assert place_in_line(registration=two) == 3


def test_freed_seat_goes_to_whoever_was_moved_to_the_front(full):
    _one, two = wait(full, "One", "Two")
    move(two)

    registration_moves.cancel(registration=Registration.objects.get(name="Seated"))

    two.refresh_from_db()
    assert two.state == "confirmed"
    assert line(full) == ["One"]


def test_new_head_that_fits_is_served_at_once():
    session = build_session(format="in_person", capacities={IN_PERSON: 2})
    build_registration(session)
    (_group,) = wait(session, "Group", people=3)
    (alone,) = wait(session, "Alone")
    assert line(session) == ["Group", "Alone"]

    assert move(alone).state == "confirmed"

    assert line(session) == ["Group"]
    pool = SeatPool.objects.get(listening_session=session)
    assert (pool.taken, pool.waiting) == (2, 1)


def test_reason_is_asked_for_and_kept_in_the_trail(full):
    (one,) = wait(full, "One")
    letters = OutboxMessage.objects.count()

    with pytest.raises(ReasonRequiredError):
        move(one, reason="  ")
    move(one)

    (entry,) = AuditEntry.objects.filter(action="engagement.registration.prioritize")
    assert entry.data["reason"] == "Interprets for a speaker."
    assert OutboxMessage.objects.count() == letters


def test_somebody_who_does_not_wait_has_no_place_in_line(full):
    seated = Registration.objects.get(name="Seated")

    with pytest.raises(EngagementError):
        move(seated)

    assert place_in_line(registration=seated) is None
