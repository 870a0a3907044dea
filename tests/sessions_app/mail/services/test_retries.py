"""When a message is due, leased, tried again and given up: the last moment and the first."""

import datetime

import pytest
from django.utils import timezone

from sessions_app.core.errors import EngagementError
from sessions_app.mail.services import outbox
from sessions_app.models import OutboxMessage
from sessions_app.registrations.services import transitions
from tests.builders import build_registration, build_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TICK = datetime.timedelta(microseconds=1)
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def message():
    build_registration()
    return OutboxMessage.objects.get()


def test_message_is_tried_once_and_then_after_each_wait(message, smtp_server):
    smtp_server.stop()
    now = message.next_attempt_at

    waits = []
    while True:
        assert outbox.deliver_due(now=now) == 0
        message.refresh_from_db()
        if message.failed_at is not None:
            break
        waits.append(message.next_attempt_at - now)
        now = message.next_attempt_at

    assert waits == outbox.BACK_OFF
    assert message.attempts == 1 + len(outbox.BACK_OFF)
    assert message.failed_at == now


def test_message_is_due_from_the_moment_of_its_next_attempt(message):
    due = OutboxMessage.objects.due

    assert not due(now=message.next_attempt_at - TICK).exists()
    assert due(now=message.next_attempt_at).exists()


def test_lease_holds_until_its_last_moment(message):
    until = timezone.now() + outbox.LEASE
    OutboxMessage.objects.update(lease_key="of another", lease_until=until)
    due = OutboxMessage.objects.due

    assert not due(now=until).exists()
    assert due(now=until + TICK).exists()


def test_worker_takes_a_lease_for_as_long_as_it_says(message):
    now = timezone.now()

    leased = outbox._take_lease(pk=message.pk, now=now)

    assert leased.lease_until == now + outbox.LEASE
    assert outbox._take_lease(pk=message.pk, now=now + outbox.LEASE) is None
    again = outbox._take_lease(pk=message.pk, now=now + outbox.LEASE + TICK)
    assert again.attempts == 2
    assert again.lease_key not in ("", leased.lease_key)


def test_message_cannot_be_sent_again_while_a_lease_holds(message):
    by = build_user()
    OutboxMessage.objects.update(lease_until=timezone.now() + MINUTE, lease_key="of another")
    with pytest.raises(EngagementError, match="being sent right now"):
        outbox.send_again(message=message, by=by)

    OutboxMessage.objects.update(lease_until=timezone.now() - MINUTE, attempts=3)
    assert outbox.send_again(message=message, by=by).attempts == 0


@pytest.mark.parametrize(
    ("held_back", "attempts", "is_dropped"),
    [(MINUTE, 0, False), (MINUTE + TICK, 0, True), (0 * MINUTE, 1, True)],
)
def test_late_message_is_dropped_if_a_newer_one_overtook_it(
    held_back, attempts, is_dropped, smtp_server
):
    registration = build_registration()
    old = OutboxMessage.objects.get()
    transitions.cancel(registration=registration)
    OutboxMessage.objects.filter(pk=old.pk).update(
        next_attempt_at=old.created_at + held_back, attempts=attempts
    )

    outbox.deliver_due(now=timezone.now() + 2 * MINUTE)

    old.refresh_from_db()
    assert (old.voided_at is not None, old.sent_at is None) == (is_dropped, is_dropped)
