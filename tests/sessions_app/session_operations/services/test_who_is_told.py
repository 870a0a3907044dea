"""Only those for whom something reads differently are told of a change of a session."""

import datetime

import pytest

from sessions_app.models import OutboxMessage
from sessions_app.registrations.services import reminders
from sessions_app.registrations.services.registrations import AttendeeInput
from sessions_app.session_operations.services import notices, sessions
from tests.builders import (
    IN_PERSON,
    VIRTUAL,
    build_registration,
    build_session,
    build_user,
    build_venue,
)
from tests.sessions_app.lookups import kinds_sent_to

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ROOM, ONLINE, BEN = "room@example.org", "online@example.org", "ben@example.org"


def session_with_both(**values):
    values.setdefault("join_link", "https://meet.example/old")
    session = build_session(**values)
    for email, mode in ((ROOM, IN_PERSON), (ONLINE, VIRTUAL)):
        build_registration(session, email=email, mode=mode)
    OutboxMessage.objects.all().delete()
    return session


def save(session):
    sessions.save_session(listening_session=session, capacities={}, by=build_user())


def told():
    return set(OutboxMessage.objects.values_list("recipient", flat=True))


def test_place_is_told_in_the_room_and_the_link_online():
    session = session_with_both()
    session.venue = build_venue(name="Birch Hall")
    assert notices.of_change(after=session, capacities={}).total == 1
    save(session)
    assert told() == {ROOM}

    OutboxMessage.objects.all().delete()
    session.join_link = "https://meet.example/new"
    assert notices.of_change(after=session, capacities={}).total == 1
    save(session)
    assert told() == {ONLINE}


def test_time_is_told_to_everybody():
    session = session_with_both()
    session.ends_at += datetime.timedelta(minutes=30)

    save(session)

    assert told() == {ROOM, ONLINE}


def test_venue_that_an_online_session_still_has_is_no_place():
    session = build_session(format="virtual", venue=build_venue())
    build_registration(session, email=ONLINE)
    OutboxMessage.objects.all().delete()
    session.venue = build_venue(name="Birch Hall")

    assert notices.of_change(after=session, capacities={}) is None
    save(session)

    assert not told()
    session.refresh_from_db()
    assert session.sequence == 0


def test_new_link_is_not_told_to_who_waits_for_a_seat_online():
    session = build_session(capacities={IN_PERSON: 5, VIRTUAL: 0})
    build_registration(session, email=ONLINE, mode=VIRTUAL)
    OutboxMessage.objects.all().delete()
    session.join_link = "https://meet.example/new"

    save(session)

    assert not told()


def test_preview_shows_what_attendees_will_read():
    session = build_session()
    build_registration(
        session, email="", source="staff", attendees=[AttendeeInput("Ben", BEN)], by=build_user()
    )

    notice = notices.of_cancelling(session=session, reason="A flood")

    assert notice.total == 1
    [(label, email)] = notice.samples
    assert label == "English (registered by another person)"
    assert "Hello Ben," in email.text
    assert "A flood" in email.text


def test_new_link_reminds_nobody_in_the_room_a_second_time():
    start = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=40)
    session = session_with_both(starts_at=start, ends_at=start + datetime.timedelta(hours=1))
    reminders.queue_due()
    assert told() == {ROOM, ONLINE}

    session.join_link = "https://meet.example/new"
    save(session)
    reminders.queue_due()

    assert kinds_sent_to(ROOM) == ["session_reminder"]


def test_attendee_is_not_reminded_right_after_the_confirmation():
    start = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=40)
    session = build_session(starts_at=start, ends_at=start + datetime.timedelta(hours=1))
    build_registration(
        session, email="", source="staff", attendees=[AttendeeInput("Ben", BEN)], by=build_user()
    )

    reminders.queue_due()

    assert kinds_sent_to(BEN) == ["attendee_confirmed"]


@pytest.mark.django_db(transaction=True)
def test_preview_of_another_day_needs_no_transaction():
    session = session_with_both()
    session.starts_at += datetime.timedelta(days=2)
    session.ends_at += datetime.timedelta(days=2)

    assert notices.of_change(after=session, capacities={}).total == 2
