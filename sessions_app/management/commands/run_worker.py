"""Delivers the outbox and runs background tasks until stopped."""

import logging
import signal
import threading
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connections
from django_tasks_db.management.commands.db_worker import Worker

from sessions_app import tasks

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0
TASK_TABLE_BACKEND = "django_tasks_db.DatabaseBackend"


class Command(BaseCommand):
    help = "Send waiting mail and run background work. Stops cleanly on SIGTERM and Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now, then end.")

    def handle(self, *, once: bool, **options: Any) -> None:
        worker = _task_worker()
        if once:
            tasks.sweep()
            if worker:
                worker.run()
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        # In a thread of its own, so that a long task does not delay e-mails.
        thread = threading.Thread(target=_run_tasks, args=(worker, stop)) if worker else None
        if thread:
            thread.start()
        logger.info("Worker started.")
        repeat(tasks.sweep, stop)
        if thread:
            thread.join()
        logger.info("Worker stopped.")


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


def _run_tasks(worker: Worker, stop: threading.Event) -> None:
    def run_ready() -> int:
        worker.run()
        return 0

    repeat(run_ready, stop)
