"""Sessions by month, each on its local date."""

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from sessions_app.listening_sessions.models import ListeningSession

#: Most sessions shown for one month, before filters are needed.
MOST = 300
#: Months before and after the current one that have a page, so that crawlers come to an end.
MONTHS_BACK, MONTHS_AHEAD = 120, 24
#: Further than any US time zone is from UTC.
_ANY_ZONE = datetime.timedelta(hours=12)
_SUNDAY = 6


@dataclass
class Day:
    """A day in the grid of a month. Days outside the month are empty."""

    date: datetime.date
    is_in_month: bool
    is_today: bool
    sessions: list[ListeningSession] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """A month with a page, identified by its first day, and the adjacent ones with a page."""

    first: datetime.date
    previous: datetime.date | None
    next: datetime.date | None
    #: False if another month was requested, or an invalid one.
    is_asked_for: bool


def asked_month(text: str, *, today: datetime.date) -> Month:
    """Return the month in the query string; the current one if missing or out of range."""
    earliest, latest = months_later(today, -MONTHS_BACK), months_later(today, MONTHS_AHEAD)
    month = _month_of(text) if text else months_later(today, 0)
    is_asked_for = month is not None and earliest <= month <= latest
    if month is None or not is_asked_for:
        month = months_later(today, 0)
    return Month(
        first=month,
        previous=months_later(month, -1) if month > earliest else None,
        next=months_later(month, 1) if month < latest else None,
        is_asked_for=is_asked_for,
    )


def _month_of(text: str) -> datetime.date | None:
    """Return the first day of a month written ``2026-12``; None for anything else."""
    year, dash, month = text.partition("-")
    if not (dash and len(text) == 7 and text.isascii() and year.isdigit() and month.isdigit()):
        return None
    try:
        return datetime.date(int(year), int(month), 1)
    except ValueError:
        return None


def months_later(month: datetime.date, count: int) -> datetime.date:
    """Return the first day of the month ``count`` months after that of ``month``."""
    months = month.year * 12 + month.month - 1 + count
    return datetime.date(months // 12, months % 12 + 1, 1)


def in_month(
    sessions: QuerySet[ListeningSession], month: datetime.date
) -> tuple[list[ListeningSession], bool]:
    """Return the sessions that start in a month in local time, in chronological order.

    At most ``MOST``; also returns whether there are more.
    """
    midnight = datetime.time(tzinfo=datetime.UTC)
    first = datetime.datetime.combine(month, midnight) - _ANY_ZONE
    last = datetime.datetime.combine(months_later(month, 1), midnight) + _ANY_ZONE
    near = sessions.filter(starts_at__gte=first, starts_at__lt=last).order_by("starts_at", "pk")
    # The query is wider by a time zone; drop those whose local date is in another month.
    found = [
        session
        for session in near[: 2 * MOST]
        if months_later(session.local_start.date(), 0) == month
    ]
    return found[:MOST], len(found) > MOST


def weeks_of(
    month: datetime.date, sessions: Iterable[ListeningSession], *, today: datetime.date
) -> list[list[Day]]:
    """Return the weeks of a month, Sunday to Saturday, with the sessions on their days."""
    weeks = [
        [Day(date, date.month == month.month, date == today) for date in week]
        for week in calendar.Calendar(_SUNDAY).monthdatescalendar(month.year, month.month)
    ]
    days = {day.date: day for week in weeks for day in week}
    for session in sessions:
        days[session.local_start.date()].sessions.append(session)
    return weeks
