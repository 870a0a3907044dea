import os
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest
from django.db import connection


def demo(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "demo"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_taken_port_is_named_before_anything_starts():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        result = demo(PORT=str(port), DJANGO_SETTINGS_MODULE="engagement_site.settings.development")

    assert result.returncode == 1
    assert f"Cannot listen on 127.0.0.1:{port}" in result.stderr
    assert f"PORT={port + 1} make demo" in result.stderr
    assert "Preparing" not in result.stdout


@pytest.mark.parametrize("port", ["eighty", "0", "70000"])
def test_impossible_port_is_refused(port):
    result = demo(PORT=port, DJANGO_SETTINGS_MODULE="engagement_site.settings.development")

    assert f"PORT is '{port}'" in result.stderr


def test_demo_refuses_other_settings():
    result = demo(DJANGO_SETTINGS_MODULE="engagement_site.settings.test")

    assert "development settings only" in result.stderr


def test_demo_introduces_itself_serves_and_stops(tmp_path, migrated):
    database = tmp_path / "demo.sqlite3"
    if connection.vendor == "sqlite":
        migrated.copy_to(str(database))
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
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)

    assert f"The site:   http://127.0.0.1:{port}/" in printed
    assert any(line.startswith("officer@crcl.example") for line in printed)
    assert "password for all of them: listen-and-answer" in printed
    assert "<h1" in page
    assert process.returncode == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
