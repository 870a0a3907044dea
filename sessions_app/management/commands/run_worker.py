"""Delivers the outbox and runs background tasks until stopped."""

import logging
import signal
import threading
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connections
from django_tasks_db.management.commands.db_worker import Worker

from sessions_app import tasks

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0
#: How long a stopping worker waits for the mail server, after the timeout of a silent one.
STOP_MARGIN_SECONDS = 2.0
TASK_TABLE_BACKEND = "django_tasks_db.DatabaseBackend"


class Command(BaseCommand):
    help = "Send waiting mail and run background work. Stops cleanly on SIGTERM and Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now, then end.")
        parser.add_argument(
            "--publish-scheduled",
            action="store_true",
            help="Publish and unpublish scheduled pages too. For one worker only: two could "
            "publish the same page twice.",
        )

    def handle(self, *, once: bool, publish_scheduled: bool, **options: Any) -> None:
        worker = _task_worker()
        if once:
            tasks.sweep()
            if publish_scheduled:
                _publish_scheduled()
            if worker:
                worker.run()
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        # In threads of their own, so that a long task does not delay e-mails, and a mail server
        # that holds the connection does not delay a stop.
        mail = Loop(lambda: tasks.sweep(is_stopping=stop.is_set), stop)
        loops = [mail, Loop(lambda: _run_tasks(worker), stop)] if worker else [mail]
        if publish_scheduled:
            loops.append(Loop(_publish_scheduled, stop))
        for loop in loops:
            loop.start()
        logger.info("Worker started.")
        # Not `stop.wait()`: the signal handler runs in this thread, and would wait for the lock
        # that it holds.
        while not stop.is_set():
            mail.join(PAUSE_SECONDS)
        if worker:
            worker.running = False
        logger.info("Worker is stopping.")
        _finish(mail, *loops[1:])
        logger.info("Worker stopped.")


class Loop(threading.Thread):
    """Repeats a step in a thread until `stop` is set. A step that fails sets it.

    A daemon thread, so that it can be abandoned: the process then ends without it.
    """

    def __init__(self, step: Callable[[], int], stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.step = step
        self.stop = stop
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            repeat(self.step, self.stop)
        except Exception as error:  # noqa: BLE001 - raised again in the main thread
            self.error = error
        finally:
            self.stop.set()


def _finish(mail: Loop, *others: Loop) -> None:
    """Wait for the message being sent, but not for ever, and for the task being run.

    An abandoned message keeps its lease: it is sent again when that expires. Nothing would run an
    abandoned task again.
    """
    mail.join((settings.EMAIL_TIMEOUT or 0) + STOP_MARGIN_SECONDS)
    if mail.is_alive():
        logger.warning("The mail server holds a message; it is sent again when its lease expires.")
    for loop in others:
        loop.join()
    for loop in (mail, *others):
        if loop.error:
            raise loop.error


def repeat(step: Callable[[], int], stop: threading.Event) -> None:
    """Call `step` until `stop` is set: at once while it finds work, otherwise after a pause.

    While the database is unavailable it retries with back-off. Any other error ends the worker,
    because continuing would hide it.
    """
    pause = PAUSE_SECONDS
    while not stop.is_set():
        close_old_connections()
        try:
            if step():
                continue
            pause = PAUSE_SECONDS
        except DatabaseError:
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            logger.exception("The database did not answer; trying again in %.0f seconds.", pause)
            connections.close_all()
        stop.wait(pause)
    connections.close_all()


def _task_worker() -> Worker | None:
    """Return a worker for the task table, or None if a broker's own workers run the tasks."""
    if settings.TASKS["default"]["BACKEND"] != TASK_TABLE_BACKEND:
        return None
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=uuid4().hex,
        excluded_queue_names=[],
    )


def _publish_scheduled() -> int:
    """Run Wagtail's command. A page that cannot be published is logged, and stops nothing else."""
    try:
        call_command("publish_scheduled")
    except DatabaseError:
        raise
    except Exception:
        logger.exception("Scheduled pages were not published; everything else goes on.")
    return 0


def _run_tasks(worker: Worker) -> int:
    worker.run()
    return 0
