import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection


@pytest.fixture
def development(settings):
    settings.DEBUG = True
    settings.HOST = "127.0.0.1"
    return settings


def test_taken_port_is_named_before_anything_starts(development, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        development.PORT = str(port)

        with pytest.raises(CommandError) as raised:
            call_command("demo")

    assert f"Cannot listen on 127.0.0.1:{port}" in str(raised.value)
    assert f"PORT={port + 1} make demo" in str(raised.value)
    assert "Preparing" not in capsys.readouterr().out


@pytest.mark.parametrize("port", ["eighty", "0", "70000"])
def test_impossible_port_is_refused(development, port):
    development.PORT = port

    with pytest.raises(CommandError, match=f"PORT is '{port}'"):
        call_command("demo")


def test_demo_refuses_other_settings():
    with pytest.raises(CommandError, match="development settings only"):
        call_command("demo")


#: A migration that changes no table, of an app on which no other depends.
MIGRATION = ("wagtailredirects", "0008_add_verbose_name_plural")


def _undo_a_migration_and_the_cache_table(database: Path) -> None:
    """Leave something for the demonstration to prepare, at a fraction of the time of all of it."""
    with closing(sqlite3.connect(database)) as copy, copy:
        undone = copy.execute("DELETE FROM django_migrations WHERE app = ? AND name = ?", MIGRATION)
        assert undone.rowcount == 1
        copy.execute("DROP TABLE cache_entries")


SCHEDULE = """
from datetime import timedelta
from django.utils import timezone
from home.models import HomePage, StandardPage
page = StandardPage(title="A page for later", slug="later", live=False)
HomePage.objects.get().add_child(instance=page)
page.go_live_at = timezone.now() + timedelta(seconds=2)
page.save_revision().publish()
"""


def _schedule_a_page(environment: dict[str, str]) -> None:
    command = [sys.executable, "manage.py", "shell", "--command", SCHEDULE]
    subprocess.run(command, env=environment, check=True, capture_output=True)


def _wait_for(address: str) -> str:
    deadline = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(address, timeout=60) as response:
                return response.read().decode()
        except urllib.error.HTTPError:
            assert time.monotonic() < deadline, address
            time.sleep(0.5)


def test_demo_introduces_itself_serves_and_stops(tmp_path, migrated):
    database = tmp_path / "demo.sqlite3"
    if connection.vendor == "sqlite":
        migrated.copy_to(str(database))
        _undo_a_migration_and_the_cache_table(database)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "engagement_site.settings.development",
    }
    for name in ("BASE_URL", "HOST", "TEST_DATABASE"):
        environment.pop(name, None)
    command = [sys.executable, "manage.py", "demo"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        printed = []
        for line in process.stdout:
            printed.append(line.strip())
            if line.startswith("Ctrl-C"):
                break
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as response:
            page = response.read().decode()
        with pytest.raises(urllib.error.HTTPError) as missing:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/nowhere/", timeout=60)
        not_found = missing.value.read().decode()
        _schedule_a_page(environment)
        published = _wait_for(f"http://127.0.0.1:{port}/later/")
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)

    assert f"The site:   http://127.0.0.1:{port}/" in printed
    assert any(line.startswith("officer@crcl.example") for line in printed)
    assert "password for all of them: listen-and-answer" in printed
    assert "<h1" in page
    assert "We can’t find that page" in not_found
    assert 'class="demonstration"' in page
    assert 'class="demonstration"' in not_found
    assert "A page for later" in published
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(database)) as made:
            assert MIGRATION in made.execute("SELECT app, name FROM django_migrations").fetchall()
            made.execute("SELECT * FROM cache_entries")
    assert process.returncode == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
