"""Reminders and thank-you e-mails: sent once, and not soon after another e-mail."""

import datetime
import zoneinfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sessions_app.listening_sessions.enums import SessionState
from sessions_app.mail.enums import VoidReason
from sessions_app.mail.services import outbox
from sessions_app.models import ListeningSession, OutboxMessage
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.services import reminders, transitions
from sessions_app.session_operations.services import sessions
from tests.builders import IN_PERSON, VIRTUAL, build_registration, build_session, build_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]

DAY = datetime.timedelta(days=1)


@pytest.fixture
def session():
    """Create a session 36 hours from now, so that reminders are due."""
    return build_session(starts_at=timezone.now() + 1.5 * DAY, join_link="https://meet.example/x")


def clear_outbox():
    OutboxMessage.objects.all().delete()


def kinds():
    return list(OutboxMessage.objects.order_by("pk").values_list("kind", flat=True))


def moved(session, **values):
    session = ListeningSession.objects.get(pk=session.pk)
    for name, value in values.items():
        setattr(session, name, value)
    return sessions.save_session(listening_session=session, capacities={}, by=build_user())


def test_reminder_is_queued_once_for_each_confirmed_seat(session):
    build_registration(session)
    build_registration(session, mode=VIRTUAL)
    cancelled = build_registration(session)
    transitions.cancel(registration=cancelled)
    clear_outbox()

    assert [reminders.queue_due(), reminders.queue_due()] == [2, 0]
    assert kinds() == ["session_reminder", "session_reminder"]


def test_reminder_holds_the_address_or_the_join_link(session):
    build_registration(session)
    build_registration(session, mode=VIRTUAL)
    clear_outbox()
    reminders.queue_due()

    room, online = (message.body_text for message in OutboxMessage.objects.order_by("pk"))
    assert "Where: Hall" in room
    assert "meet.example" not in room
    assert "Where: Online" in online
    assert "Join online: https://meet.example/x" in online


@pytest.mark.parametrize(
    "values",
    [
        {"reminder_days": None},
        {"reminder_days": 1},
        {"state": SessionState.POSTPONED},
        {"starts_at": timezone.now() - DAY},
    ],
)
def test_nobody_is_reminded_of_what_is_not_due(values):
    session = build_session(**({"starts_at": timezone.now() + 1.5 * DAY} | values))
    ListeningSession.objects.update(state=SessionState.SCHEDULED)
    session.seat_pools.update(is_open=True)
    session.refresh_from_db()
    if session.starts_at > timezone.now():
        build_registration(session)
    ListeningSession.objects.update(state=values.get("state", SessionState.SCHEDULED))
    clear_outbox()

    assert reminders.queue_due() == 0


def test_who_registered_today_is_reminded_tomorrow(session):
    build_registration(session)
    now = timezone.now()

    assert reminders.queue_due(now=now) == 0
    assert reminders.queue_due(now=now + reminders.QUIET + datetime.timedelta(minutes=1)) == 1


def test_reminders_of_a_sweep_are_bounded(session):
    for _each in range(3):
        build_registration(session)
    clear_outbox()

    assert [reminders.queue_due(limit=2), reminders.queue_due(limit=2)] == [2, 1]


def test_sweep_with_nothing_due_makes_the_same_number_of_queries(session):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            reminders.queue_due()
        return len(asked)

    build_registration(session)
    one = queries()  # the confirmation was queued just now
    build_registration(session)
    build_registration(session)
    assert queries() == one


def test_remind_at_keeps_the_hour_across_a_change_of_clocks():
    zone = zoneinfo.ZoneInfo("America/Chicago")
    start = datetime.datetime(
        2027, 3, 15, 18, tzinfo=zone
    )  # daylight saving time starts on the 14th
    session = ListeningSession(starts_at=start, time_zone="America/Chicago", reminder_days=2)

    at = reminders.remind_at(session)

    assert at == datetime.datetime(2027, 3, 13, 18, tzinfo=zone)
    assert start.astimezone(datetime.UTC) - at == datetime.timedelta(hours=47)


@pytest.mark.usefixtures("late_in_2026")
@pytest.mark.parametrize("hours", [47, 49])
def test_day_of_another_length_makes_no_reminder_come_late(hours):
    # Due two days before in local time, which is 47 or 49 hours across a clock change.
    zone = zoneinfo.ZoneInfo("America/Chicago")
    day = datetime.date(2027, 3, 15) if hours == 47 else datetime.date(2027, 11, 8)
    start = datetime.datetime.combine(day, datetime.time(18), zone)
    session = build_session(starts_at=start, ends_at=start + datetime.timedelta(hours=2))
    build_registration(session)
    clear_outbox()
    due = start.astimezone(datetime.UTC) - datetime.timedelta(hours=hours)

    assert reminders.queue_due(now=due - datetime.timedelta(minutes=1)) == 0
    assert reminders.queue_due(now=due) == 1


def test_reminder_of_a_session_that_moved_is_dropped_and_a_new_one_comes_due(session, mailoutbox):
    build_registration(session)
    clear_outbox()
    reminders.queue_due()
    start = session.starts_at + 7 * DAY

    moved(session, starts_at=start, ends_at=start + datetime.timedelta(hours=2))
    outbox.deliver_due()

    dropped = OutboxMessage.objects.get(kind="session_reminder")
    assert (dropped.void_reason, dropped.sent_at) == (VoidReason.MOVED, None)
    assert [mail.subject.partition(":")[0] for mail in mailoutbox] == ["New time or place"]
    assert reminders.queue_due(now=start - 2 * DAY) == 1


def test_session_moved_back_is_reminded_of_again(session, mailoutbox):
    build_registration(session)
    clear_outbox()
    reminders.queue_due()
    first, end = session.starts_at, session.ends_at
    moved(session, starts_at=first + 7 * DAY, ends_at=end + 7 * DAY)
    outbox.deliver_due()
    moved(session, starts_at=first, ends_at=end)

    assert reminders.queue_due(now=first - datetime.timedelta(hours=2)) == 1


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (
            lambda session, registration: sessions.postpone(
                listening_session=session, reason="Ill.", by=build_user()
            ),
            VoidReason.CALLED_OFF,
        ),
        (
            lambda session, registration: sessions.cancel(
                listening_session=session, reason="Flood.", by=build_user()
            ),
            VoidReason.CALLED_OFF,
        ),
        (
            lambda session, registration: transitions.cancel(registration=registration),
            VoidReason.SEAT_GIVEN_UP,
        ),
    ],
)
def test_reminder_that_no_longer_holds_is_dropped(session, mailoutbox, happens, reason):
    registration = build_registration(session)
    clear_outbox()
    reminders.queue_due()

    happens(session, registration)
    outbox.deliver_due()

    assert OutboxMessage.objects.get(kind="session_reminder").void_reason == reason
    assert not [mail for mail in mailoutbox if mail.subject.startswith("Reminder")]


def test_reminder_that_waited_past_the_start_is_dropped(session, mailoutbox):
    build_registration(session)
    clear_outbox()
    reminders.queue_due()

    outbox.deliver_due(now=session.starts_at)

    assert OutboxMessage.objects.get().void_reason == VoidReason.BEGUN
    assert mailoutbox == []


def test_reminder_that_holds_is_sent(session, mailoutbox):
    build_registration(session)
    clear_outbox()
    reminders.queue_due()

    assert outbox.deliver_due() == 1
    assert mailoutbox[0].subject == f"Reminder: {session.title}"


def test_thanks_go_once_to_those_who_came_the_morning_after():
    session = build_session()
    came, stayed_away = build_registration(session), build_registration(session)
    came.state, stayed_away.state = RegistrationState.ATTENDED, RegistrationState.NO_SHOW
    came.save()
    stayed_away.save()
    end = session.ends_at
    listening = ListeningSession.objects.filter(pk=session.pk)
    clear_outbox()

    assert reminders.queue_due(now=end + DAY) == 0  # not marked as held yet
    listening.update(state=SessionState.HELD)
    assert reminders.queue_due(now=end + datetime.timedelta(hours=1)) == 0
    assert reminders.queue_due(now=end + DAY) == 1
    assert reminders.queue_due(now=end + DAY) == 0
    message = OutboxMessage.objects.get()
    assert (message.kind, message.registration) == ("session_follow_up", came)
    assert session.get_absolute_url() in message.body_text


def test_nobody_is_thanked_a_week_later():
    session = build_session()
    build_registration(session, mode=IN_PERSON)
    ListeningSession.objects.update(state=SessionState.NOTES_PUBLISHED)
    clear_outbox()

    assert reminders.queue_due(now=session.ends_at + 8 * DAY) == 0
