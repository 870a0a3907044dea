"""Killed workers lose no message and delay none (docs/invariants.md, 4)."""

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

#: After this many delivered messages a worker is killed.
KILLS = [10, 20, 30]
#: More than three workers can send before the last kill.
ENOUGH = 2000
SECONDS = 20


class DeadlyServer(SmtpServer):
    """Delays before and after accepting each message, and kills workers in the meantime.

    So a kill hits them with a message that was not delivered yet, or that was delivered but not
    recorded as sent.
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
    """Return three workers as they run in production; the surviving ones are stopped."""
    started = deadly_server.workers
    for _kill in KILLS:
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "run_worker"],
            cwd=ROOT,
            env={
                **environment,
                "EMAIL_URL": f"smtp://{deadly_server.host}:{deadly_server.port}",
                "LOG_LEVEL": "INFO",  # they log when they have started
                "TMPDIR": str(tmp_path),  # SIGKILL leaves no time to clean up
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
        time.sleep(0.01)  # so that the workers get their turn at SQLite's single write lock
        assert time.monotonic() < deadline
    for _n in range(10):
        build_registration(session)

    assert [worker.returncode for worker in workers] == [-9, -9, -9]
    held = set(OutboxMessage.objects.exclude(lease_until=None).values_list("pk", flat=True))
    assert 1 <= len(held) <= len(workers)
    # A new worker skips leased messages at first: it cannot know that the lease holder is dead.
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
    # At most the messages that a killed worker held are sent twice.
    assert len(arrived) - registrations <= len(held)
