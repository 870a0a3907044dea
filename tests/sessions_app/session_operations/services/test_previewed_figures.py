"""The number of e-mails in a preview is the number that is then sent."""

import datetime

import pytest

from sessions_app.listening_sessions.enums import SessionState, WaitlistMode
from sessions_app.models import OutboxMessage
from sessions_app.registrations.services import transitions
from sessions_app.registrations.services.registrations import AttendeeInput
from sessions_app.session_operations.services import notices, sessions
from tests.builders import (
    IN_PERSON,
    VIRTUAL,
    build_invitation,
    build_registration,
    build_room,
    build_session,
)

pytestmark = pytest.mark.django_db

ANA = AttendeeInput("Ana", "ana@example.org")
BEN = AttendeeInput("Ben", "ben@example.org")
MODES = pytest.mark.parametrize("mode", [WaitlistMode.INSTANT, WaitlistMode.OFFER])


def saved(session, capacities=None):
    """Return the e-mails that the preview announces, and those that saving writes."""
    OutboxMessage.objects.all().delete()
    notice = notices.of_change(after=session, capacities=capacities or {})
    sessions.save_session(listening_session=session, capacities=capacities or {}, by=session.host)
    return (notice.total if notice else 0), OutboxMessage.objects.count()


def full_session(**values):
    """Create a session with two seats, both taken, and two groups on its waitlist."""
    session = build_session(format="in_person", capacities={IN_PERSON: 2}, **values)
    build_registration(session, people=2)
    build_registration(session, attendees=[ANA, BEN])
    build_registration(session)
    return session


def test_only_those_in_the_room_are_told_of_another_room():
    room = build_room(name="Blue Room")
    session = build_session(venue=room.venue, room=room)
    build_registration(session, mode=IN_PERSON, attendees=[ANA])
    build_registration(session, mode=VIRTUAL, attendees=[BEN])
    guest = build_invitation(session)
    session.room = build_room(venue=room.venue, name="Red Room")

    assert saved(session) == (3, 3)
    told = set(OutboxMessage.objects.values_list("recipient", flat=True))
    in_person = session.registrations.get(mode=IN_PERSON)
    assert told == {in_person.email, ANA.email, guest.email}


@MODES
def test_added_seats_are_announced_with_whom_the_waitlist_gives_them_to(mode):
    session = full_session(waitlist_mode=mode)

    notice = notices.of_change(after=session, capacities={IN_PERSON: 4})

    assert notice.by_state == [("From the waitlist, about their seat", notice.total)]
    assert [email.kind for _language, email in notice.samples] == [
        "registration_promoted" if mode == WaitlistMode.INSTANT else "registration_offered"
    ]
    announced, sent = saved(session, {IN_PERSON: 4})
    assert announced == sent == (3 if mode == WaitlistMode.INSTANT else 1)


def test_seats_that_are_too_few_for_the_next_group_announce_nothing():
    assert saved(full_session(), {IN_PERSON: 3}) == (0, 0)


@MODES
def test_new_time_and_more_seats_together_are_counted_as_they_are_sent(mode):
    session = full_session(waitlist_mode=mode)
    session.starts_at += datetime.timedelta(minutes=30)

    announced, sent = saved(session, {IN_PERSON: 5})

    assert announced == sent
    assert sent > 3


@MODES
def test_session_with_a_new_date_counts_the_seats_given_up_meanwhile(mode):
    session = full_session(waitlist_mode=mode)
    seated = session.registrations.get(state="confirmed")
    sessions.postpone(listening_session=session, reason="Flooded.", by=session.host)
    transitions.cancel(registration=seated)
    session.refresh_from_db()
    OutboxMessage.objects.all().delete()

    announced = notices.of_resuming(session=session).total
    sessions.schedule(listening_session=session, by=session.host)

    assert announced == OutboxMessage.objects.count()
    assert OutboxMessage.objects.filter(kind__contains="registration_").count() == 1


@pytest.mark.parametrize("move", ["postpone", "cancel"])
def test_session_that_is_called_off_counts_everybody(move):
    session = full_session()
    build_invitation(session)
    OutboxMessage.objects.all().delete()

    if move == "postpone":
        announced = notices.of_postponing(session=session, reason="Flooded.").total
        sessions.postpone(listening_session=session, reason="Flooded.", by=session.host)
    else:
        announced = notices.of_cancelling(session=session, reason="Flooded.").total
        sessions.cancel(listening_session=session, reason="Flooded.", by=session.host)

    assert announced == OutboxMessage.objects.count() == 4
    session.refresh_from_db()
    assert session.state in {SessionState.POSTPONED, SessionState.CANCELLED}
