"""Runs two service calls so that the second begins while the transaction of the first is open."""

import copy
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.db import connection, connections, transaction

#: PostgreSQL shows when somebody waits for a lock. On SQLite, the second transaction cannot begin
#: before the first is over, so there is nothing to see.
SECONDS = {"postgresql": 10, "sqlite": 0.2}


def while_open(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """Call `first`, and commit it once `second`, in another thread, waits for a lock or is done.

    Returns what `second` returned, or the exception that it raised.
    """
    backends: list[int] = []

    def call_second() -> Any:
        try:
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_backend_pid()")
                    backends.append(cursor.fetchone()[0])
            return second()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=1) as pool:
        with transaction.atomic():
            first()
            outcome = pool.submit(call_second)
            _wait(outcome, backends)
        return outcome.exception(60) or outcome.result()


def twice(service: Callable[..., Any], **arguments: Any) -> Any:
    """Call a service twice at once, each time with records that were read before."""
    read_before = copy.deepcopy(arguments)
    return while_open(lambda: service(**arguments), lambda: service(**read_before))


def _wait(outcome: "Future[Any]", backends: list[int]) -> None:
    deadline = time.monotonic() + SECONDS[connection.vendor]
    while time.monotonic() < deadline and not outcome.done():
        if backends and _is_waiting(backends[0]):
            return
        time.sleep(0.01)


def _is_waiting(backend: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE pid = %s AND NOT granted", [backend])
        return cursor.fetchone() is not None
