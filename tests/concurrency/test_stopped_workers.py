"""SIGTERM stops a worker between two messages, whatever the mail server does, and no message is
lost (docs/invariants.md, 4).
"""

import asyncio
import contextlib
import datetime
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import Self

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from sessions_app.mail.services import outbox
from sessions_app.models import OutboxMessage
from tests.builders import build_registration, build_session
from tests.concurrency.conftest import ROOT
from tests.smtp_server import SmtpServer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

MESSAGES = 10
#: Far more than a worker needs to start or to stop, for a machine under load.
SECONDS = 60


class StallingServer:
    """Accepts connections, and never finishes its greeting."""

    def __init__(self, *, drips: bool) -> None:
        self.host = "127.0.0.1"
        self.listener = socket.create_server((self.host, 0))
        self.port = self.listener.getsockname()[1]
        self.is_reached = threading.Event()
        self._drips = drips

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _address = self.listener.accept()
                threading.Thread(target=self._greet, args=(connection,), daemon=True).start()

    def _greet(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.sendall(b"220-")
            self.is_reached.set()
            while self._drips or not connection.recv(1):
                # Each byte restarts the socket's timeout.
                connection.sendall(b".")
                time.sleep(0.1)

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.listener.close()


class HesitantServer(SmtpServer):
    """Takes a message, and confirms it only when `may_confirm` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.is_reached = threading.Event()
        self.may_confirm = threading.Event()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        self.is_reached.set()
        while not self.may_confirm.is_set():  # noqa: ASYNC110  set by another thread
            await asyncio.sleep(0.01)
        return await super().handle_DATA(server, session, envelope)


SERVERS = {
    "silent": lambda: StallingServer(drips=False),
    "dripping": lambda: StallingServer(drips=True),
    "hesitant": HesitantServer,
}


@pytest.fixture
def waiting():
    """Create waiting messages, and return them."""
    session = build_session()
    for _number in range(MESSAGES):
        build_registration(session)
    return OutboxMessage.objects.order_by("pk")


@pytest.fixture
def start_worker(environment, tmp_path):
    """Return a function that starts a worker, waits until it runs, and kills it at the deadline."""
    with contextlib.ExitStack() as stack:

        def start(server, **changes: str) -> subprocess.Popen[str]:
            worker = subprocess.Popen(
                [sys.executable, "manage.py", "run_worker"],
                cwd=ROOT,
                env={
                    **environment,
                    "EMAIL_URL": f"smtp://{server.host}:{server.port}",
                    "LOG_LEVEL": "INFO",
                    "TMPDIR": str(tmp_path),
                    **changes,
                },
                text=True,
                stderr=subprocess.PIPE,
            )
            stack.callback(worker.communicate)
            stack.callback(worker.kill)
            deadline = threading.Timer(2 * SECONDS, worker.kill)
            stack.callback(deadline.cancel)
            deadline.start()
            assert any(line.endswith("Worker started.\n") for line in worker.stderr)
            return worker

        yield start


def wait_until_stopping(worker: subprocess.Popen[str]) -> None:
    """Wait until the worker logs that it has taken the signal."""
    assert any(line.endswith("Worker is stopping.\n") for line in worker.stderr)


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kind, marks=pytest.mark.nightly if kind != "dripping" else ())
        for kind in SERVERS
    ],
)
def test_worker_held_by_a_mail_server_stops_and_loses_no_message(
    kind, waiting, start_worker, smtp_server
):
    with SERVERS[kind]() as server:
        worker = start_worker(server, DJANGO_SETTINGS_MODULE="tests.concurrency.worker_settings")
        assert server.is_reached.wait(SECONDS)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(SECONDS) == 0

    attempted = [message for message in waiting if message.attempts]
    # A slow test may send the signal late, but not so late that every message was attempted.
    assert 1 <= len(attempted) < MESSAGES
    assert {message.sent_at for message in waiting} == {None}
    later = timezone.now() + outbox.LEASE + datetime.timedelta(seconds=1)
    assert outbox.deliver_due(now=later) == MESSAGES
    sent = {message["Message-ID"] for message in smtp_server.messages}
    assert sent == {message.message_id for message in waiting}


def test_message_that_the_mail_server_confirms_after_sigterm_is_sent_and_the_last(
    waiting, start_worker
):
    with HesitantServer() as server:
        worker = start_worker(server)
        assert server.is_reached.wait(SECONDS)
        worker.send_signal(signal.SIGTERM)
        wait_until_stopping(worker)
        server.may_confirm.set()
        assert worker.wait(SECONDS) == 0

    first, *others = waiting
    assert first.sent_at is not None
    assert {message.attempts for message in others} == {0}


def test_background_task_at_hand_is_finished_and_the_next_one_not_begun(
    start_worker, smtp_server, tmp_path
):
    for _number in range(2):
        DBTaskResult.objects.create(
            args_kwargs={"args": [str(tmp_path)], "kwargs": {}},
            task_path="tests.concurrency.held_tasks.hold",
            backend_name="default",
            run_after=get_date_max(),
        )
    worker = start_worker(smtp_server, DJANGO_SETTINGS_MODULE="tests.concurrency.worker_settings")
    deadline = time.monotonic() + SECONDS
    while not (tmp_path / "begun").exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    worker.send_signal(signal.SIGTERM)
    wait_until_stopping(worker)
    (tmp_path / "released").touch()

    assert worker.wait(SECONDS) == 0
    statuses = DBTaskResult.objects.values_list("status", flat=True)
    assert sorted(statuses) == ["READY", "SUCCESSFUL"]
