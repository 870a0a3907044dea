"""The web server's command line: a killed worker is replaced, and a stalled upload cannot hold up
a stop. The commands are run with a small application in place of the site.
"""

import itertools
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from engagement_site.management.commands import demo

ROOT = Path(__file__).parents[2]
DOCUMENTED = {
    f"{page.relative_to(ROOT)}, no. {number}": shlex.split(command.replace("\\\n", ""))
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    for number, command in enumerate(
        re.findall(r"^.*(granian --(?:.*\\\n)*.*)$", page.read_text(), re.MULTILINE), start=1
    )
}
COMMANDS = {"make demo": demo.web_command("127.0.0.1", 8000)[2:], **DOCUMENTED}
#: Far more than needed, for a machine under load.
SECONDS = 60


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


class Server:
    """One web server with one worker, on a free port."""

    def __init__(self, command: list[str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        changed = {
            "--port": str(self.port),
            "--workers": "1",
            "--workers-kill-timeout": "1",
        }
        options = [changed.get(before, given) for before, given in itertools.pairwise(command[:-1])]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "granian", *options, "tests.site.process_id_app:application"],
            cwd=ROOT,
            start_new_session=True,
        )

    def worker(self) -> int | None:
        """Return the process ID of the worker, or None if it does not answer."""
        assert self.process.poll() is None, "the web server has ended"
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=2) as response:
                return int(response.read())
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            return None

    def stall(self) -> socket.socket:
        """Send the beginning of a request, and no more."""
        upload = socket.create_connection(("127.0.0.1", self.port), timeout=SECONDS)
        upload.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nbegin")
        return upload

    def kill(self) -> None:
        """Kill the server and its workers, if any are left."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def test_operations_page_has_a_command():
    assert any(name.startswith("docs/operations.md") for name in DOCUMENTED)


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_worker_is_replaced_and_stalled_upload_does_not_prevent_a_stop(name):
    server = Server(COMMANDS[name])
    try:
        wait_for(server.worker)
        first = server.worker()
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: server.worker() not in {first, None})

        with server.stall():
            wait_for(lambda: server.worker() is None)
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(SECONDS) == 0
    finally:
        server.kill()
