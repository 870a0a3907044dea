"""Lists of 10, 1,000 and 100,000 sessions: queries and milliseconds per page."""

import statistics
import time

import django

django.setup()

# ruff: noqa: E402, T201 - Django first; this prints its result
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from benchmarks.sessions import add_sessions
from sessions_app.core.roles import ROLE_ENGAGEMENT_OFFICER
from sessions_app.models import ListeningSession, SeatPool
from tests.builders import build_staff

SIZES = (10, 1_000, 100_000)
ROUNDS = 5
PAGES = {
    "public list": "/sessions/",
    "public list, past": "/sessions/?when=past",
    "public month": "/sessions/calendar/",
    "staff list": "/admin/listening-sessions/",
    "staff month": "/admin/listening-sessions/calendar/",
    "feed, unchanged": "/calendar.ics",
}


def measure(client: Client, address: str) -> tuple[int, float]:
    """Return the number of queries of a page, and its median response time in milliseconds."""
    first = client.get(address)
    known = {"If-None-Match": first.headers["ETag"]} if "ETag" in first.headers else {}
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address, headers=known)
    queries = len(asked)  # the next request clears them
    if response.status_code not in (200, 304):
        raise RuntimeError(f"{address}: {response.status_code}")
    took = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        client.get(address, headers=known)
        took.append((time.perf_counter() - start) * 1000)
    return queries, statistics.median(took)


@override_settings(ALLOWED_HOSTS=["*"])
def main() -> None:
    call_command("migrate", verbosity=0)
    ours = ListeningSession.objects.filter(slug__startswith="benchmark-")
    SeatPool.objects.filter(listening_session__in=ours).delete()
    ours.delete()
    client, staff = Client(), Client()
    staff.force_login(build_staff(ROLE_ENGAGEMENT_OFFICER, agency="CRCL"))
    print(f"{'queries and ms with':22}" + "".join(f"{size:>18,}" for size in SIZES))
    found: dict[str, list[tuple[int, float]]] = {page: [] for page in PAGES}
    there = 0
    for size in SIZES:
        add_sessions(there, size)
        there = size
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for page, address in PAGES.items():
            found[page].append(measure(staff if "staff" in page else client, address))
    for page, figures in found.items():
        print(f"{page:22}" + "".join(f"{asked:7} {took:8.1f} ms" for asked, took in figures))


if __name__ == "__main__":
    main()
