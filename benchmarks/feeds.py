"""A feed of 1,000 sessions, end to end: built, from the cache, and not modified.

Compared with the time icalendar takes to serialize the same events, and with the time to send as
many static bytes.
"""

import statistics
import time
from collections.abc import Callable

import django

django.setup()

# ruff: noqa: E402, T201 - Django first; this prints its result
from django.core.management import call_command
from django.test import Client, override_settings

from benchmarks import urls
from benchmarks.sessions import add_sessions
from sessions_app.calendars import calendar, time_zones
from sessions_app.calendars import views as calendar_feeds
from sessions_app.calendars.selectors import CAP
from sessions_app.models import ListeningSession
from tests import icalendar_build

ROUNDS = 5
ADDRESS = "/calendar.ics"


def milliseconds(do: Callable[[], object], times: int) -> float:
    start = time.perf_counter()
    for _time in range(times):
        do()
    return (time.perf_counter() - start) * 1000 / times


@override_settings(ROOT_URLCONF="benchmarks.urls", ALLOWED_HOSTS=["*"])
def main() -> None:
    call_command("migrate", verbosity=0)
    add_sessions(0, CAP)
    client = Client()
    response = client.get(ADDRESS)
    urls.body, etag = response.content, response.headers["ETag"]
    rows = list(
        ListeningSession.objects.listed()
        .select_related("venue", "room")
        .order_by("-starts_at", "-pk")[:CAP]
    )

    def cold() -> None:
        calendar_feeds._kept.cache_clear()
        client.get(ADDRESS)

    def first() -> None:
        calendar._event_of.cache_clear()
        time_zones.vtimezone_lines.cache_clear()
        cold()

    def by_icalendar() -> bytes:
        name, url = "Listening sessions", "https://engagement.example/calendar.ics"
        return icalendar_build.feed(sessions=rows, name=name, url=url)

    works: dict[str, tuple[Callable[[], object], int]] = {
        "icalendar": (by_icalendar, 1),
        "bytes": (lambda: client.get("/bytes.ics"), 20),
        "first": (first, 1),
        "cold": (cold, 5),
        "warm": (lambda: client.get(ADDRESS), 20),
        "unchanged": (lambda: client.get(ADDRESS, headers={"If-None-Match": etag}), 20),
    }
    rounds = [
        {name: milliseconds(do, times) for name, (do, times) in works.items()}
        for _round in range(ROUNDS)
    ]
    took = {name: statistics.median(one[name] for one in rounds) for name in works}
    print(f"feed of {CAP} sessions, {len(urls.body) // 1024} KiB")
    print(f"  written by icalendar alone  {took['icalendar']:8.1f} ms")
    print(f"  as many bytes, sent         {took['bytes']:8.1f} ms")
    print(f"  first of a process          {took['first']:8.1f} ms", end="")
    print(f"  {took['first'] / took['icalendar']:5.2f} of icalendar")
    print(f"  joined anew from its lines  {took['cold']:8.1f} ms", end="")
    print(f"  {took['cold'] / took['icalendar']:5.2f} of icalendar (goal 0.25)")
    print(f"  kept and sent               {took['warm']:8.1f} ms", end="")
    print(f"  {took['warm'] / took['bytes']:5.2f} of sending the bytes (goal 2)")
    print(f"  unchanged (304)             {took['unchanged']:8.1f} ms", end="")
    print(f"  {took['unchanged'] / took['bytes']:5.2f} of sending the bytes")


if __name__ == "__main__":
    main()
