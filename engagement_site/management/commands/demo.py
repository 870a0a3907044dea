"""Prepares the database, then runs the web server and the worker until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from engagement_site.settings.environment import BASE_DIR

START_SECONDS = 60
STOP_SECONDS = 15
#: How long the web server waits for a request that it is still reading when it is stopped.
KILL_SECONDS = 10
WEB_PROCESSES = 2


class Command(BaseCommand):
    help = "Run the whole site on this machine with demonstration content. Development only."

    def handle(self, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The demonstration runs under development settings only.")
        host, port = settings.HOST, _port(settings.PORT)
        _refuse_taken_port(host, port)
        self.stdout.write("Preparing the database …")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("seed_demo")
        # Handle SIGTERM like Ctrl-C, so that no child process is left behind. SIGINT is set as
        # well, because a shell ignores it for background jobs.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.default_int_handler)
        processes: dict[str, subprocess.Popen[bytes]] = {}
        try:
            # Without DEBUG, errors are answered by the site's own pages, as in production.
            processes["web server"] = _start(web_command(host, port), DEBUG="0")
            processes["worker"] = _start_worker()
            self._wait_until_answering(processes)
            self._introduce()
            self._watch(processes)
        except KeyboardInterrupt:
            self.stdout.write("\nStopping …")
        finally:
            _stop(list(processes.values()))

    def _wait_until_answering(self, processes: dict[str, subprocess.Popen[bytes]]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            _raise_if_one_ended(processes)
            try:
                with urllib.request.urlopen(f"{settings.BASE_URL}/healthz", timeout=2):  # noqa: S310  our own address
                    return
            except (urllib.error.URLError, TimeoutError, ConnectionError):
                time.sleep(0.2)
        raise CommandError(f"The web server did not answer within {START_SECONDS} seconds.")

    def _introduce(self) -> None:
        people = get_user_model().objects.filter(is_active=True).prefetch_related("groups")
        lines = [
            f"  {person.email:<24} {', '.join(group.name for group in person.groups.all())}"
            for person in people
            if person.groups.all()
        ]
        mail = settings.BASE_URL + reverse("caught_mail")
        representatives = [f"  {person.email}" for person in people if not person.groups.all()]
        self.stdout.write(
            "\n".join(
                [
                    "",
                    f"The site:   {settings.BASE_URL}/",
                    f"Staff:      {settings.BASE_URL}{reverse('wagtailadmin_home')}",
                    *lines,
                    f"  password for all of them: {settings.DEMO_PASSWORD}",
                    f"For organizations: {settings.BASE_URL}{reverse('sessions_app:workspace')}",
                    *representatives,
                    "  no password: ask for a code there, and read it in the mail below",
                    f"Mail:       {mail} (files in {settings.CAUGHT_MAIL_DIR})",
                    "",
                    "Ctrl-C stops everything. Your data is kept for the next start.",
                ]
            )
        )
        self.stdout.flush()

    def _watch(self, processes: dict[str, subprocess.Popen[bytes]]) -> None:
        while True:
            _raise_if_one_ended(processes)
            time.sleep(0.5)


def _port(text: str) -> int:
    if text.isdecimal() and 0 < int(text) < 65536:
        return int(text)
    raise CommandError(f"PORT is {text!r}; it has to be a number from 1 to 65535.")


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # Otherwise a recently used port in TIME_WAIT counts as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Cannot listen on {host}:{port} ({error.strerror}). "
                f"Choose another port, for example: PORT={port + 1} make demo"
            ) from error


def web_command(host: str, port: int) -> list[str]:
    """Return the command of the web server (docs/adr/0004)."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
    command += ["--host", host, "--port", str(port), "--log-level", "warning"]
    command += ["--workers", str(WEB_PROCESSES), "--blocking-threads", "1"]
    command += ["--respawn-failed-workers", "--workers-kill-timeout", str(KILL_SECONDS)]
    return [*command, "engagement_site.wsgi:application"]


def _start_worker() -> subprocess.Popen[bytes]:
    return _start([sys.executable, "manage.py", "run_worker", "--publish-scheduled"])


def _start(command: list[str], **environment: str) -> subprocess.Popen[bytes]:
    # A new process group: Ctrl-C reaches only this process, which then stops the others in order.
    return subprocess.Popen(  # noqa: S603  no part of the command comes from outside
        command, cwd=BASE_DIR, env=os.environ | environment, start_new_session=True
    )


def _raise_if_one_ended(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, process in processes.items():
        if process.poll() is not None:
            raise CommandError(f"The {name} ended by itself; its last lines stand above.")


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
