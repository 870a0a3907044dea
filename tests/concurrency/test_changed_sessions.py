"""People register, and are invited, while the session moves, on SQLite and PostgreSQL."""

import pytest

from sessions_app.models import OutboxMessage
from sessions_app.registrations.enums import RegistrationState
from tests.builders import (
    IN_PERSON,
    build_invitation,
    build_registration,
    build_session,
    build_venue,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture
def session():
    return build_session(venue=build_venue(name="Town Hal"))


def moving(session):
    """Return the job that moves a session to Birch Hall, and commits two seconds later."""
    venue = build_venue(name="Birch Hall")
    return {
        "do": "move_session",
        "session": session.pk,
        "venues": [venue.pk],
        "times": 1,
        "hold": 2,
    }


def registering(session):
    """Return the job that reads the session, and registers, before that change is committed."""
    return {
        "do": "register",
        "session": session.pk,
        "email": "late@example.org",
        "times": 1,
        "wait": 0.7,
    }


def words_sent_to(address):
    message = OutboxMessage.objects.filter(recipient=address).latest("pk")
    return message.body_text + message.calendar.replace("\r\n ", "")


def test_registration_during_a_move_tells_the_new_words(crowd, session):
    tally = crowd(moving(session), registering(session))

    assert tally == {"moved": 1, "confirmed": 1}
    words = words_sent_to("late@example.org")
    assert ("Birch Hall" in words, "Town Hal" in words) == (True, False)
    assert "SEQUENCE:1" in words


def test_registration_during_a_correction_of_the_venue_tells_the_new_words(crowd, session):
    correcting = {
        "do": "correct_venue",
        "venue": session.venue_id,
        "by": session.host_id,
        "times": 1,
        "hold": 2,
    }

    tally = crowd(correcting, registering(session))

    assert tally == {"corrected": 1, "confirmed": 1}
    words = words_sent_to("late@example.org")
    assert ("Hall 0-0" in words, "Town Hal" in words) == (True, False)
    assert "SEQUENCE:1" in words


def test_registration_for_the_waitlist_during_a_move_tells_the_new_words(crowd, session):
    session.seat_pools.update(capacity=1)
    build_registration(session, mode=IN_PERSON)

    tally = crowd(moving(session), registering(session))

    assert tally == {"moved": 1, RegistrationState.WAITLISTED: 1}
    words = words_sent_to("late@example.org")
    assert ("Birch Hall" in words, "Town Hal" in words) == (True, False)


def test_invitation_sent_during_a_move_tells_the_new_words(crowd, session):
    guest = build_invitation(session, email="guest@example.org", state="prepared")
    sending = {"do": "send_invitation", "invitation": guest.pk, "times": 1, "wait": 0.7}

    tally = crowd(moving(session), sending)

    assert tally == {"moved": 1, "sent 1": 1}
    words = words_sent_to("guest@example.org")
    assert ("Birch Hall" in words, "Town Hal" in words) == (True, False)
