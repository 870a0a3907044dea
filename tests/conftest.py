"""Fixtures for all tests. A test whose external dependency is missing is skipped.

`REQUIRE_POSTGRES=1`, `REQUIRE_BROWSER=1`, `REQUIRE_KHAL=1`, and `REQUIRE_NODE=1` make such a test
fail instead.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation

from sessions_app.core.models import audit
from tests import postgres_server, template_databases
from tests.browsing import TIMEOUT_MS, new_context
from tests.smtp_server import SmtpServer
from tests.template_databases import TemplateDatabase

hypothesis.settings.register_profile("house", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("house")

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# In order of preference: the headless shell starts twice as fast.
CHROMIUM_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    last: set[pytest.Item] = set()
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "browser" in fixtures:
            item.add_marker(pytest.mark.browser)
        marker = item.get_closest_marker("django_db")
        is_transactional = {"live_server", "transactional_db"} & set(fixtures) or (
            marker and marker.kwargs.get("transaction")
        )
        if is_transactional:
            # The flush after a transactional test deletes Wagtail's root page; this restores it.
            options = {**(marker.kwargs if marker else {}), "transaction": True}
            options["serialized_rollback"] = True
            item.add_marker(pytest.mark.django_db(**options), append=False)
            last.add(item)
    # Tests that flush the database run last, because other tests expect the initial pages. Among
    # them, the slow journeys run first, so that no worker is still busy when the others are done.
    items.sort(key=lambda item: (item in last, "journeys" not in item.nodeid))


def missing(part: str, reason: str) -> None:
    """Skip a test that needs `part`, or fail it if `REQUIRE_<part>` is set."""
    if os.environ.get(f"REQUIRE_{part}") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the directory shared by all xdist workers of this run."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def migrated(
    django_test_environment, django_db_modify_db_settings, django_db_blocker, run_folder: Path
) -> Iterator[TemplateDatabase]:
    """Return the template database with all migrations, which take 30 seconds, once per run."""
    template = TemplateDatabase(run_folder / "migrated", template_databases.migrate)
    with django_db_blocker.unblock(), template.in_use():
        yield template


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_blocker, migrated: TemplateDatabase) -> Iterator[None]:
    """Override pytest-django's fixture: copy the migrated template instead of migrating."""
    verbosity = request.config.option.verbose
    with django_db_blocker.unblock():
        migrated.copy_to(connection.creation._get_test_db_name())
        # Keeps the data, and serializes it for `serialized_rollback`.
        created = setup_databases(verbosity=verbosity, interactive=False, keepdb=True)
        # Warm the content type cache, so that query counts are the same in all workers.
        ContentType.objects.clear_cache()
        ContentType.objects.get_for_models(*apps.get_models(), for_concrete_models=False)
    yield
    with django_db_blocker.unblock():
        teardown_databases(created, verbosity=verbosity)


@pytest.fixture(scope="session")
def demonstration_media(run_folder: Path) -> Path:
    """Return the media directory of the demonstration content."""
    return run_folder / "demonstration-media"


@pytest.fixture(scope="session")
def demonstration(
    django_db_setup,
    django_db_blocker,
    migrated: TemplateDatabase,
    demonstration_media: Path,
    run_folder: Path,
) -> Iterator[TemplateDatabase]:
    """Return the template database with the demonstration content, seeded once per run."""

    def seed(name: str) -> None:
        media = override_settings(MEDIA_ROOT=demonstration_media)
        with template_databases.connected_to(name), media:
            call_command("seed_demo", verbosity=0)

    template = TemplateDatabase(run_folder / "demonstration", seed, base=migrated)
    with django_db_blocker.unblock(), template.in_use():
        yield template


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Use temporary directories for uploads, outside the source tree."""
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / "media"
    settings.PRIVATE_ROOT = tmp_path_factory.getbasetemp() / "private"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Activate English, and restore the active language, which a request can change."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def late_in_2026() -> Iterator[None]:
    """Set the clock to November 2026, for tests with fixed dates in 2027."""
    with time_machine.travel("2026-11-25T18:00:00Z"):
        yield


@pytest.fixture(scope="session", autouse=True)
def flush_without_audit_triggers() -> Iterator[None]:
    """Drop the audit log's triggers, which reject DELETE, during the flush after a test.

    Needed on SQLite only: on PostgreSQL, the flush uses TRUNCATE.
    """
    if connection.vendor != "sqlite":
        yield
        return
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_without_triggers(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        flush(self, [*audit.DROP_TRIGGERS_SQLITE, *sql_list, *audit.CREATE_TRIGGERS_SQLITE])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_without_triggers)
        yield


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """Return the URL of a PostgreSQL server where a test may create databases."""
    if connection.vendor == "postgresql":
        return os.environ["DATABASE_URL"]
    try:
        return postgres_server.start()
    except ImportError:
        missing("POSTGRES", postgres_server.HOW_TO_GET)
        raise


@pytest.fixture(scope="session")
def browser():
    """Return a headless Chromium controlled by Playwright."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if not path:
        missing(
            "BROWSER",
            "needs Chromium: install it (Debian: apt-get install chromium-headless-shell) or name "
            "it in CHROMIUM",
        )
    try:
        from playwright import sync_api
    except ImportError:
        missing("BROWSER", "needs Playwright: pip install -r requirements-dev.txt")
    # Playwright runs an event loop in this thread, so Django would treat the tests as async code:
    # it would deny database access, and open new connections instead of using the prepared ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    prepared = {alias: connections[alias] for alias in connections}
    # The default of five seconds is too short for a machine under load.
    sync_api.expect.set_options(timeout=TIMEOUT_MS)
    with sync_api.sync_playwright() as playwright:
        for alias, opened in prepared.items():
            connections[alias] = opened
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser, live_server):
    """Return a page in a new browser context, 1280 px wide, and close it after the test.

    Depends on `live_server`, so that the page is closed before the server stops.
    """
    context = new_context(browser)
    tab = context.new_page()
    yield tab
    # Wagtail's page editor sends a request on unload, so leave it while the server is running.
    tab.goto("about:blank")
    context.close()


@pytest.fixture
def khal(tmp_path: Path) -> Callable[..., str]:
    """Return a function that runs khal, a calendar client, and returns its output.

    khal reads the files in ``tmp_path / "calendar"`` and displays New York time. The sessions in
    these tests are in other time zones, so a correct time proves that khal read the time zone.
    """
    program = shutil.which("khal")
    if not program:
        missing("KHAL", "needs khal, a calendar client: install it (Debian: apt-get install khal)")
    (tmp_path / "calendar").mkdir()
    (tmp_path / "khal.conf").write_text(
        f"[calendars]\n[[all]]\npath = {tmp_path}/calendar\n"
        "[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        "local_timezone = America/New_York\ndefault_timezone = America/New_York\n"
        f"[sqlite]\npath = {tmp_path}/khal.db\n"
    )

    def run(*arguments: str) -> str:
        return subprocess.run(
            [program, "-c", str(tmp_path / "khal.conf"), *arguments],
            capture_output=True, text=True, timeout=60, check=True,
            env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"},
        ).stdout  # fmt: skip

    return run


@pytest.fixture(scope="session")
def read_with_npm() -> Callable[[str, str], list[dict[str, Any]]]:
    """Return a function that reads a calendar with an npm library and returns its events."""
    readers = Path(__file__).parent / "readers"
    node = shutil.which("node")
    if not node or not (readers / "node_modules").is_dir():
        missing(
            "NODE",
            "needs Node.js and calendar libraries: install them (Debian: apt-get install nodejs "
            "npm; npm ci --ignore-scripts --prefix tests/readers)",
        )

    def read(library: str, calendar: str) -> list[dict[str, Any]]:
        done = subprocess.run(
            [node, "read_calendar.js", library],
            cwd=readers, input=calendar, capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        return json.loads(done.stdout)

    return read


@pytest.fixture
def smtp_server(settings) -> Iterator[SmtpServer]:
    """Run a real SMTP server on a free port, and deliver this test's e-mails to it."""
    with SmtpServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield server
