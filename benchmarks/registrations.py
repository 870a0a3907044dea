"""Registrations per second for one session: the full service against a minimal one.

The minimal service inserts a row and takes a seat by a conditional UPDATE. The full one also
matches the organization, and writes attendees, audit entry, personal link and e-mail.
"""

import multiprocessing
import secrets
import statistics
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

# ruff: noqa: E402, T201 - Django first; this prints its result
from django.core.management import call_command
from django.db import connections, transaction
from django.db.models import F, Sum

from sessions_app.models import ListeningSession, Registration, SeatPool
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.services import registrations
from sessions_app.registrations.services.registrations import AttendeeInput
from tests.builders import build_session

CLIENTS = (1, 4, 16)
ROUNDS = 3
SECONDS = 2.0

_start: Any = None


def whole(session: ListeningSession, email: str) -> None:
    registrations.register(
        listening_session=session,
        name="Somebody",
        email=email,
        mode="in_person",
        attendees=[AttendeeInput("Somebody")],
        submission=email,
    )


@transaction.atomic
def minimal(session: ListeningSession, email: str) -> None:
    Registration(
        reference=secrets.token_hex(7),
        listening_session=session,
        name="Somebody",
        email=email,
        mode="in_person",
        seats=1,
        state=RegistrationState.CONFIRMED,
    ).save(force_insert=True)
    SeatPool.objects.filter(
        listening_session=session, mode="in_person", taken__lte=F("capacity") - 1
    ).update(taken=F("taken") + 1)


def client(job: tuple[str, int, int]) -> list[float]:
    """Register repeatedly; return how long each registration took, in seconds."""
    name, session_pk, number = job
    do: Callable[[ListeningSession, str], None] = {"whole": whole, "minimal": minimal}[name]
    session = ListeningSession.objects.get(pk=session_pk)  # and connect
    took: list[float] = []
    _start.wait()
    until = time.perf_counter() + SECONDS
    while (start := time.perf_counter()) < until:
        do(session, f"{number:02d}-{len(took):06d}-{name}@example.org")
        took.append(time.perf_counter() - start)
    connections.close_all()
    return took


def at_once(name: str, session: ListeningSession, clients: int) -> list[list[float]]:
    """Start this many processes that register for one session, all released at the same moment."""
    global _start  # noqa: PLW0603 - what a forked process has to find
    connections.close_all()
    processes = multiprocessing.get_context("fork")
    _start = processes.Barrier(clients)
    with processes.Pool(clients) as pool:
        return pool.map(client, [(name, session.pk, n) for n in range(clients)], chunksize=1)


def warm_up() -> None:
    """Import and compile before the clients are forked: a server does not do that in a request."""
    session = build_session()
    for number in range(3):
        minimal(session, f"minimal-{number}@example.org")
        whole(session, f"whole-{number}@example.org")


def run(name: str, clients: int) -> tuple[float, float, int]:
    """Return registrations per second, the 99th percentile in ms, and the number oversold."""
    session = build_session(capacities={"in_person": 1_000_000})
    times = at_once(name, session, clients)
    took = sorted(second for one in times for second in one)
    seated = Registration.objects.filter(listening_session=session).aggregate(n=Sum("seats"))["n"]
    taken = SeatPool.objects.get(listening_session=session, mode="in_person").taken
    return len(took) / SECONDS, took[int(len(took) * 0.99)] * 1000, seated - taken


def main() -> None:
    call_command("migrate", verbosity=0)
    warm_up()
    print("clients  minimal/s  service/s  ratio  service p99 ms  uncounted seats")
    for clients in CLIENTS:
        rounds = [(run("minimal", clients), run("whole", clients)) for _round in range(ROUNDS)]
        base = statistics.median(minimal_run[0] for minimal_run, _whole in rounds)
        service = statistics.median(whole_run[0] for _minimal, whole_run in rounds)
        p99 = statistics.median(whole_run[1] for _minimal, whole_run in rounds)
        lost = sum(one[2] for pair in rounds for one in pair)
        print(
            f"{clients:7} {base:10.0f} {service:10.0f} {service / base:6.2f} {p99:15.1f} {lost:16}"
        )
    sold_out()


def sold_out() -> None:
    """Sixteen clients for 500 seats: prints how many were oversold, which must be 0."""
    session = build_session(capacities={"in_person": 500})
    at_once("whole", session, 16)
    sold = Registration.objects.filter(
        listening_session=session, state=RegistrationState.CONFIRMED
    ).count()
    print(f"500 seats, 16 clients: {sold} confirmed, oversold by {max(sold - 500, 0)}")


if __name__ == "__main__":
    main()
