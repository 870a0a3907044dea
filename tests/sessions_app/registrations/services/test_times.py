"""Times around a session, on both sides: the last moment or day and the first."""

import datetime

import pytest
import time_machine

from sessions_app.core.errors import EngagementError
from sessions_app.models import ListeningSession, OutboxMessage
from sessions_app.registrations.errors import CheckInRefusedError
from sessions_app.registrations.selectors.check_in import closed_words
from sessions_app.registrations.services import (
    accommodations,
    check_in,
    invitations,
    reminders,
)
from sessions_app.registrations.services.accommodations import AccommodationInput
from sessions_app.registrations.services.invitations import Guest
from tests.builders import (
    build_registration,
    build_session,
    build_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

#: The smallest step of the database's clock.
TICK = datetime.timedelta(microseconds=1)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


def at(moment):
    return time_machine.travel(moment, tick=False)


def test_guests_are_invited_until_the_session_has_ended():
    session = build_session()

    def invite(email):
        return invitations.invite(listening_session=session, guests=[Guest(email)], by=build_user())

    with at(session.ends_at):
        (invitation,) = invite("ana@example.org")
        assert invitations.send(invitations=[invitation], by=build_user()) == 1
    with at(session.ends_at + TICK):
        with pytest.raises(EngagementError):
            invite("bo@example.org")
        invitation.state = "prepared"
        invitation.save()
        with pytest.raises(EngagementError):
            invitations.send(invitations=[invitation], by=build_user())


@pytest.mark.parametrize(("days_before", "is_late"), [(7, False), (6, True)])
def test_accommodation_is_late_from_the_day_inside_the_lead_time(days_before, is_late):
    session = build_session(accommodation_lead_days=7)

    with at(session.starts_at - days_before * DAY):
        registration = build_registration(session, accommodations=[AccommodationInput("asl")])

    request = registration.accommodation_requests.get()
    assert request.is_late == is_late
    assert request.due_on == session.local_start.date() - days_before * DAY


@pytest.mark.parametrize(("days", "is_late"), [(-1, True), (0, False)])
def test_session_that_moves_makes_a_request_late_if_it_is_inside_the_lead_time(days, is_late):
    session = build_session(accommodation_lead_days=7)
    with at(session.starts_at - 7 * DAY):
        registration = build_registration(session, accommodations=[AccommodationInput("asl")])
    session.starts_at += days * DAY
    session.save()

    accommodations.follow(listening_session=session, days=days * DAY)

    assert registration.accommodation_requests.get().is_late == is_late


def test_accommodation_is_due_on_the_day_of_the_session_at_the_latest():
    registration = build_registration(accommodations=[AccommodationInput("asl")])
    request = registration.accommodation_requests.get()
    day = registration.listening_session.local_start.date()
    by = build_user()

    assert accommodations.assign(request=request, assignee=by, due_on=day, by=by).due_on == day
    with pytest.raises(EngagementError):
        accommodations.assign(request=request, assignee=by, due_on=day + DAY, by=by)


def test_check_in_is_open_from_midnight_to_midnight_of_the_session():
    session = build_session()
    midnight = session.local_start.replace(hour=0, minute=0)
    open_at = [midnight - TICK, midnight, midnight + DAY - TICK, midnight + DAY]

    assert [closed_words(session, now=now) == "" for now in open_at] == [False, True, True, False]


def test_check_in_is_undone_on_the_day_of_the_session_alone():
    session = build_session()
    attendee = build_registration(session).attendees.get()
    by = build_user()
    with at(session.starts_at):
        check_in.check_in(attendee=attendee, by=by)

    with at(session.starts_at + DAY), pytest.raises(CheckInRefusedError):
        check_in.undo(attendee=attendee, by=by)
    with at(session.ends_at):
        assert check_in.undo(attendee=attendee, by=by).checked_in_at is None


def reminders_at(moment):
    """Return how many reminders are due at a moment, and queue them."""
    return reminders.queue_due(now=moment)


def test_reminder_is_due_from_the_local_start_time_days_before_until_the_start():
    session = build_session(reminder_days=1)
    build_registration(session)
    OutboxMessage.objects.all().delete()

    assert reminders_at(session.starts_at - DAY - TICK) == 0
    assert reminders_at(session.starts_at) == 0
    assert reminders_at(session.starts_at - DAY) == 1


def test_reminder_waits_until_other_news_are_a_day_old():
    session = build_session(reminder_days=7)
    build_registration(session)
    told_at = session.starts_at - 3 * DAY
    OutboxMessage.objects.update(created_at=told_at)

    assert reminders_at(told_at + reminders.QUIET - TICK) == 0
    assert reminders_at(told_at + reminders.QUIET) == 1


def test_reminder_is_void_from_the_start_of_the_session():
    session = build_session(reminder_days=1)
    build_registration(session)
    OutboxMessage.objects.all().delete()
    reminders_at(session.starts_at - HOUR)
    message = OutboxMessage.objects.get()

    assert reminders.void_reason(message, now=session.starts_at - TICK) == ""
    assert reminders.void_reason(message, now=session.starts_at) == "begun"


def test_thanks_are_due_from_half_a_day_to_a_week_after_the_end():
    session = build_session(state="scheduled")
    build_registration(session)
    ListeningSession.objects.update(state="held")
    ends_at = session.ends_at

    assert reminders_at(ends_at + reminders.THANKS_AFTER - TICK) == 0
    assert reminders_at(ends_at + reminders.THANKS_WITHIN) == 0
    assert reminders_at(ends_at + reminders.THANKS_WITHIN - TICK) == 1


def test_thanks_are_due_to_the_moment_half_a_day_after_the_end():
    session = build_session()
    build_registration(session)
    ListeningSession.objects.update(state="held")

    assert reminders_at(session.ends_at + reminders.THANKS_AFTER) == 1


def test_no_more_is_queued_at_once_than_asked_for():
    session = build_session(reminder_days=1)
    for _n in range(3):
        build_registration(session)
    OutboxMessage.objects.all().delete()
    now = session.starts_at - HOUR

    assert [reminders.queue_due(now=now, limit=2) for _n in range(3)] == [2, 1, 0]
