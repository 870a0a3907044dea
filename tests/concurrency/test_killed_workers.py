"""Workers that are killed lose no message and hold none up (docs/invariants.md, 4)."""

import asyncio
import datetime
import subprocess
import sys
import time

import pytest
from django.utils import timezone

from sessions_app.listening_sessions.enums import SessionFormat
from sessions_app.mail.services import outbox
from sessions_app.models import OutboxMessage, Registration, SeatPool
from sessions_app.registrations.enums import RegistrationState
from tests.builders import IN_PERSON, build_registration, build_session
from tests.concurrency.conftest import ROOT
from tests.smtp_server import SmtpServer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

#: With so many messages that have arrived, a worker is killed.
KILLS = [10, 20, 30]
#: More than are made while three workers send that many.
ENOUGH = 2000
SECONDS = 20


class DeadlyServer(SmtpServer):
    """Takes its time over each message, before it keeps it and after, and kills workers meanwhile.

    So a kill finds them with a message in hand that has not arrived, or that has and is not
    noted as sent.
    """

    def __init__(self):
        super().__init__()
        self.workers = []
        self.pause = 0.03

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        await asyncio.sleep(self.pause)
        answer = await super().handle_DATA(server, session, envelope)
        if len(self.messages) in KILLS:
            self.workers[KILLS.index(len(self.messages))].kill()
        await asyncio.sleep(self.pause)
        return answer


@pytest.fixture
def deadly_server(settings):
    with DeadlyServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
        yield server


@pytest.fixture
def workers(environment, deadly_server, tmp_path):
    """Return three workers as they run in production; those that nobody killed are stopped."""
    started = deadly_server.workers
    for _kill in KILLS:
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "run_worker"],
            cwd=ROOT,
            env={
                **environment,
                "EMAIL_URL": f"smtp://{deadly_server.host}:{deadly_server.port}",
                "LOG_LEVEL": "INFO",  # they say when they have started
                "TMPDIR": str(tmp_path),  # and are not given the time to clean up
            },
            text=True,
            stderr=subprocess.PIPE,
        )
        started.append(worker)
    for worker in started:
        assert any(line.endswith("Worker started.\n") for line in worker.stderr)
    yield started
    for worker in started:
        worker.kill()
        worker.communicate(timeout=60)


def test_workers_killed_under_load_lose_no_message_and_hold_none_up(workers, deadly_server):
    session = build_session(format=SessionFormat.IN_PERSON, capacities={IN_PERSON: ENOUGH})

    deadline = time.monotonic() + SECONDS
    while any(worker.poll() is None for worker in workers):
        build_registration(session)
        time.sleep(0.01)  # so that the workers come to their turn at SQLite's one lock
        assert time.monotonic() < deadline
    for _n in range(10):
        build_registration(session)

    assert [worker.returncode for worker in workers] == [-9, -9, -9]
    held = set(OutboxMessage.objects.exclude(lease_until=None).values_list("pk", flat=True))
    assert 1 <= len(held) <= len(workers)
    # A fresh worker leaves them alone at first, as it cannot know that nobody lives to send them.
    deadly_server.pause = 0
    while outbox.deliver_due():
        pass
    assert {message.pk for message in OutboxMessage.objects.waiting()} == held
    while outbox.deliver_due(now=timezone.now() + outbox.LEASE + datetime.timedelta(seconds=1)):
        pass

    registrations = Registration.objects.filter(state=RegistrationState.CONFIRMED).count()
    assert registrations == Registration.objects.count()
    assert registrations == OutboxMessage.objects.count()
    assert registrations == SeatPool.objects.get().taken
    sent = OutboxMessage.objects.filter(
        sent_at__isnull=False, failed_at=None, voided_at=None, lease_until=None, lease_key=""
    )
    arrived = [message["Message-ID"] for message in deadly_server.messages]
    assert sorted(set(arrived)) == sorted(sent.values_list("message_id", flat=True))
    assert len(set(arrived)) == registrations
    # Twice comes at most what a worker had in hand.
    assert len(arrived) - registrations <= len(held)
