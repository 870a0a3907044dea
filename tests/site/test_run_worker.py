import datetime
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone

from sessions_app.management.commands import run_worker
from sessions_app.models import OutboxMessage
from tests.home.page_builders import build_standard_page
from tests.site import database_down


def waiting_message(number: int = 1) -> OutboxMessage:
    return OutboxMessage.objects.create(
        kind="test",
        recipient="rosa@example.org",
        subject=f"Message {number}",
        body_text="Hello",
        unique_key=f"test:{number}",
        message_id=f"<{number}@engagement.example>",
    )


@pytest.fixture
def worker() -> Iterator[subprocess.Popen[str]]:
    """Start a worker process that cannot reach its database server."""
    command = [sys.executable, "manage.py", "run_worker"]
    with subprocess.Popen(
        command, env=database_down.ENVIRONMENT, stderr=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_once_sends_what_waits(smtp_server):
    message = waiting_message()

    call_command("run_worker", "--once")

    message.refresh_from_db()
    assert message.sent_at is not None
    assert [mail["Subject"] for mail in smtp_server.messages] == ["Message 1"]


def scheduled_page():
    page = build_standard_page(slug="later", live=False)
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    revision = page.save_revision()
    revision.publish()
    past = timezone.now() - datetime.timedelta(minutes=1)
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()
    return page


@pytest.mark.django_db
@pytest.mark.parametrize("asked", [True, False])
def test_worker_publishes_scheduled_pages_if_asked_to(asked):
    page = scheduled_page()

    call_command("run_worker", once=True, publish_scheduled=asked)

    page.refresh_from_db()
    assert page.live == asked


@pytest.mark.django_db
def test_page_that_cannot_be_published_holds_up_no_mail(smtp_server, caplog):
    page = scheduled_page()
    build_standard_page(slug="taken")
    revision = page.revisions.get()
    revision.content["slug"] = "taken"
    revision.save()

    call_command("run_worker", once=True, publish_scheduled=True)

    page.refresh_from_db()
    assert not page.live
    assert "Scheduled pages were not published" in caplog.text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_worker_outlives_the_database_and_stops_when_told(worker, number):
    lines = iter(worker.stderr.readline, "")
    seen = next(line for line in lines if "did not answer" in line)
    still_running = worker.poll() is None

    started = time.monotonic()
    worker.send_signal(number)
    worker.wait(timeout=20)

    assert "trying again in 2 seconds" in seen
    assert still_running
    assert worker.returncode == 0
    assert time.monotonic() - started < 10


@pytest.fixture
def signal_handlers() -> Iterator[None]:
    """Restore the signal handlers that a worker in this process replaces."""
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.parametrize("loop", ["sweep", "_run_tasks"])
def test_worker_ends_with_the_error_of_a_step(signal_handlers, settings, monkeypatch, loop):
    def broken(*arguments, **options):
        raise ZeroDivisionError

    settings.TASKS = {"default": {"BACKEND": run_worker.TASK_TABLE_BACKEND}}
    monkeypatch.setattr(run_worker.tasks, "sweep", lambda **options: 0)
    monkeypatch.setattr(run_worker, "_run_tasks", lambda worker: 0)
    monkeypatch.setattr(run_worker.tasks if loop == "sweep" else run_worker, loop, broken)

    with pytest.raises(ZeroDivisionError):
        call_command("run_worker")


@pytest.mark.django_db(transaction=True)
def test_once_reports_a_database_error(monkeypatch):
    def away(**kwargs):
        raise DatabaseError("away")

    monkeypatch.setattr("sessions_app.mail.services.outbox.deliver_due", away)

    with pytest.raises(DatabaseError):
        call_command("run_worker", "--once")
