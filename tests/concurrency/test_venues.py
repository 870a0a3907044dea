"""A venue is corrected while its sessions change, on SQLite and PostgreSQL (ADR 0035)."""

import pytest

from sessions_app.listening_sessions import wording
from sessions_app.listening_sessions.enums import SessionState
from sessions_app.models import ListeningSession, OutboxMessage, SessionSeries, Venue
from tests.builders import IN_PERSON, VIRTUAL, build_registration, build_session, build_venue

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

TIMES = 25


@pytest.fixture
def venue():
    return build_venue(name="Town Hal")


def with_registrant(**values):
    session = build_session(**values)
    # Each change is told to one: a place to who comes there, a join link to who is online.
    build_registration(session, mode=IN_PERSON, email=f"room{session.pk}@example.org")
    build_registration(session, mode=VIRTUAL)
    OutboxMessage.objects.all().delete()
    return session


def everybody_knows(session):
    """Assert that the last e-mail has the current place, and that each change sent one."""
    current = ListeningSession.objects.select_related("venue", "room").get(pk=session.pk)
    told = OutboxMessage.objects.filter(registration__listening_session=session)
    in_person = told.filter(registration__mode=IN_PERSON).latest("pk")
    assert f"Where: {wording.where_to_go(current, mode=IN_PERSON)}\n" in in_person.body_text
    assert current.sequence == told.count()


def correcting(venue, session, **values):
    return {
        "do": "correct_venue",
        "venue": venue.pk,
        "by": session.host_id,
        "times": 1,
        **values,
    }


def test_session_that_moves_to_a_venue_under_correction_tells_the_new_words(crowd, venue):
    session = with_registrant()
    move = {"do": "move_session", "session": session.pk, "venues": [venue.pk], "times": 1}

    tally = crowd(correcting(venue, session, hold=2), {**move, "wait": 0.7})

    assert tally == {"corrected": 1, "moved": 1}
    everybody_knows(session)
    assert Venue.objects.get(pk=venue.pk).name == "Hall 0-0"


def test_correction_waits_for_a_session_that_is_moving_to_the_venue(crowd, venue):
    session = with_registrant()
    move = {"do": "move_session", "session": session.pk, "venues": [venue.pk], "times": 1}

    tally = crowd({**move, "hold": 2}, correcting(venue, session, wait=0.7))

    assert tally == {"corrected": 1, "moved": 1}
    everybody_knows(session)
    assert ListeningSession.objects.get(pk=session.pk).sequence == 2


def test_postponed_session_scheduled_during_a_correction_tells_the_new_words(crowd, venue):
    session = with_registrant(venue=venue)
    ListeningSession.objects.update(state=SessionState.POSTPONED)
    schedule = {"do": "schedule_again", "session": session.pk, "times": 1}

    tally = crowd(correcting(venue, session, hold=2), {**schedule, "wait": 0.7})

    assert tally == {"corrected": 1, "scheduled": 1}
    assert "Hall 0-0" in OutboxMessage.objects.get(registration__mode=IN_PERSON).body_text
    assert ListeningSession.objects.get(pk=session.pk).sequence == 2


def test_corrections_moves_and_series_never_deadlock(crowd, venue):
    series = SessionSeries.objects.create(rule="FREQ=WEEKLY")
    later = with_registrant(venue=venue, series=series)
    source = with_registrant(
        venue=venue, series=series, starts_at=later.starts_at.replace(hour=later.starts_at.hour - 3)
    )
    moving = with_registrant(venue=venue)
    held = [later, source, moving]
    OutboxMessage.objects.all().delete()

    tally = crowd(
        correcting(venue, source, times=TIMES),
        correcting(venue, source, times=TIMES),
        {
            "do": "move_session",
            "session": moving.pk,
            "venues": [build_venue().pk, venue.pk],
            "times": TIMES,
        },
        {
            "do": "carry_place_over",
            "session": source.pk,
            "later": later.pk,
            "times": TIMES,
        },
    )

    assert tally == {"corrected": 2 * TIMES, "moved": TIMES, "carried": TIMES}
    for session in held:
        everybody_knows(session)
