"""The lease of an outbox message, with workers side by side and a real mail server.

A lease is a fence (docs/invariants.md, 4): who lost it writes nothing, whatever the mail server
says afterwards.
"""

import asyncio
import datetime
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.utils import timezone

from sessions_app.core.models import ERASED
from sessions_app.mail.services import outbox
from sessions_app.models import OutboxMessage
from tests.builders import build_registration, build_session
from tests.smtp_server import SmtpServer

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.database]

WORKERS = 4
MESSAGES = 20
ACCEPTED = "250 Message accepted for delivery"
REFUSED = "451 Try again later"


class InterruptedServer(SmtpServer):
    """Calls `meanwhile` in another thread before it answers the first message."""

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile: Callable[[], object] | None = None
        self.first_answer = ACCEPTED

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        meanwhile, self.meanwhile = self.meanwhile, None
        answer = await super().handle_DATA(server, session, envelope)
        if meanwhile is None:
            return answer
        await asyncio.to_thread(in_own_connection, meanwhile)
        return self.first_answer


def in_own_connection(do):
    try:
        return do()
    finally:
        connections.close_all()


@pytest.fixture
def server(own_database, settings):
    OutboxMessage.objects.all().delete()
    with InterruptedServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
        yield server


def test_workers_side_by_side_send_each_message_once(server):
    session = build_session(capacities={"in_person": MESSAGES})
    for _n in range(MESSAGES):
        build_registration(session)

    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        sent = list(pool.map(in_own_connection, [outbox.deliver_due] * WORKERS))

    assert sum(sent) == MESSAGES
    arrived = [message["Message-ID"] for message in server.messages]
    assert sorted(arrived) == sorted(OutboxMessage.objects.values_list("message_id", flat=True))
    assert set(OutboxMessage.objects.values_list("attempts", "lease_key")) == {(1, "")}


@pytest.mark.parametrize("answer", [ACCEPTED, REFUSED])
def test_worker_that_lost_its_lease_while_sending_writes_nothing(server, answer):
    build_registration()
    later = timezone.now() + outbox.LEASE + datetime.timedelta(seconds=1)
    server.first_answer = answer
    server.meanwhile = lambda: outbox.deliver_due(now=later)

    outbox.deliver_due()

    message = OutboxMessage.objects.get()
    assert (message.sent_at, message.attempts) == (later, 2)
    assert (message.last_error, message.lease_key, message.lease_until) == ("", "", None)
    assert {each["Message-ID"] for each in server.messages} == {message.message_id}


def test_worker_whose_lease_is_held_by_another_does_not_end_it(server):
    """The other worker is still sending when the first hears that it was refused."""
    build_registration()
    later = timezone.now() + outbox.LEASE + datetime.timedelta(seconds=1)
    server.first_answer = REFUSED
    server.meanwhile = lambda: OutboxMessage.objects.update(
        lease_key="of another", lease_until=later
    )

    outbox.deliver_due()

    message = OutboxMessage.objects.get()
    assert (message.lease_key, message.lease_until) == ("of another", later)
    assert message.last_error == ""


def test_message_erased_while_it_is_sent_stays_erased(server):
    build_registration()
    message = OutboxMessage.objects.get()
    server.meanwhile = lambda: outbox.erase(unique_key_prefix=message.unique_key)

    outbox.deliver_due()

    message.refresh_from_db()
    assert (message.subject, message.sent_at) == (ERASED, None)
    assert message.voided_at is not None


def test_message_that_is_being_sent_is_not_queued_again(server):
    """A worker may be sending it for as long as its lease lasts, and not for a second longer."""
    build_registration()
    message = OutboxMessage.objects.get()
    seen = []

    def send_again():
        try:
            outbox.send_again(message=message, by=message.registration.listening_session.host)
        except outbox.EngagementError as refusal:
            seen.append(refusal.message)

    server.meanwhile = send_again

    outbox.deliver_due()

    assert seen == ["This e-mail is being sent right now. Check again in a minute."]
    message.refresh_from_db()
    assert message.sent_at is not None
