"""Fixtures that run real processes against the test database."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.db import connection

from sessions_app.models import AuditEntry
from tests.template_databases import TemplateDatabase

ROOT = Path(__file__).parents[2]


def _database_url():
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    user, password = quote(settings["USER"]), quote(settings["PASSWORD"] or "")
    # The server's location is a query parameter, because it may be a directory with a Unix socket.
    where = {"host": settings["HOST"], "port": settings["PORT"], **settings.get("OPTIONS", {})}
    found = urlencode({key: where[key] for key in ("host", "port") if where[key]})
    return f"postgres://{user}:{password}@/{quote(str(settings['NAME']))}?{found}"


@pytest.fixture(scope="module")
def own_database(django_db_setup, django_db_blocker, migrated: TemplateDatabase):
    """Switch to a database of the module's own, in which every transaction is committed.

    Nothing is cleaned up between its tests, which takes seconds where many tables are flushed and
    filled again. So each looks at its own records alone.
    """
    with django_db_blocker.unblock(), migrated.copied():
        yield


@pytest.fixture
def logged(own_database):
    """Return a function that counts the audit entries since the test began, by action."""
    last = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def count():
        entries = AuditEntry.objects.filter(pk__gt=last)
        return Counter(entries.values_list("action", flat=True))

    return count


@pytest.fixture(scope="module")
def environment(django_db_setup):
    """Return the environment variables with which a process uses the test database."""
    values = {
        **os.environ,
        "DATABASE_URL": _database_url(),
        "DJANGO_SETTINGS_MODULE": "engagement_site.settings.test",
    }
    values.pop("TEST_DATABASE", None)
    return values


@pytest.fixture(scope="module")
def processes(environment):
    """Return four processes that wait for jobs; they are stopped after the module's last test."""
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.concurrency.worker"],
            cwd=ROOT,
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _number in range(4)
    ]
    yield started
    for process in started:
        process.communicate(timeout=60)
        assert process.returncode == 0


@pytest.fixture
def crowd(processes):
    """Return a function that gives each of up to four processes a job, releases all at once, and
    adds up their tallies.
    """

    def run(*jobs):
        busy = processes[: len(jobs)]
        assert len(busy) == len(jobs)
        for number, (process, job) in enumerate(zip(busy, jobs, strict=True)):
            print(json.dumps({**job, "worker": number}), file=process.stdin, flush=True)
        for process in busy:
            assert process.stdout.readline() == "ready\n"
        for process in busy:
            print("go", file=process.stdin, flush=True)
        tally = Counter()
        for process in busy:
            tally.update(json.loads(process.stdout.readline()))
        return tally

    return run
