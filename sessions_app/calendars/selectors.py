"""Sessions in a public feed, and a version that changes whenever they do."""

import datetime
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Count, Func, Max, Min, Sum
from django.utils import timezone

from sessions_app.listening_sessions.models import ListeningSession, Venue
from sessions_app.listening_sessions.models.sessions import ListeningSessionQuerySet
from sessions_app.programs.models import Program

#: Most entries in one feed. Calendar programs fail on much larger ones.
CAP = 1000


@dataclass(frozen=True)
class FeedContent:
    """Contents of a feed. ``sessions`` is lazy.

    ``version`` stays the same only as long as no session entered or left the feed and neither a
    session nor its venue was saved. It consists of sums that grow with every save, so that no two
    changes cancel out.
    """

    sessions: ListeningSessionQuerySet
    version: tuple[Any, ...]
    #: The last save of anything in the feed; None if it is empty.
    changed_at: datetime.datetime | None = None
    #: Primary keys of sessions that the person may not attend.
    tentative: frozenset[int] = frozenset()


def public_feed(
    *, program: Program | None = None, now: datetime.datetime | None = None
) -> FeedContent:
    """Return the listed sessions, of one program or of all: upcoming and most recent past ones.

    One query. With fewer than ``CAP`` upcoming sessions, the passage of time changes nothing.
    """
    now = now or timezone.now()
    listed = ListeningSession.objects.listed()
    if program is not None:
        listed = listed.filter(program=program)
    newest = listed.order_by("-starts_at", "-pk")[:CAP]
    found = feed_version(newest)
    if found.numbers[0] == CAP and found.first_end >= now:
        # More are upcoming than fit: keep the nearest.
        newest = listed.upcoming(now=now)[:CAP]
        found = feed_version(newest)
    return FeedContent(newest, found.numbers, found.changed_at)


def public_feed_changed_at() -> datetime.datetime | None:
    """Return the last save of anything that a public feed could contain, listed or not.

    Includes unlisted sessions, so that one leaving the list counts as a change. None within a
    minute of a change, because a concurrent transaction may commit with an earlier timestamp.
    """
    changed = max(
        filter(
            None,
            (
                model._default_manager.aggregate(at=Max("updated_at"))["at"]
                for model in (ListeningSession, Venue, Program)
            ),
        ),
        default=None,
    )
    if changed is None or changed > timezone.now() - datetime.timedelta(minutes=1):
        return None
    return changed


class _Microseconds(Func):
    """A datetime as an integer small enough to sum: microseconds since late 2023."""

    output_field = BigIntegerField()
    template = "CAST(EXTRACT(EPOCH FROM %(expressions)s) * 1000000 AS BIGINT) - 1700000000000000"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        # Django stores "YYYY-MM-DD HH:MM:SS.ffffff" on SQLite, without a fraction if it is zero.
        return self.as_sql(
            compiler,
            connection,
            template="(CAST(strftime('%%%%s', %(expressions)s) AS INTEGER) - 1700000000) * 1000000 "
            "+ CAST(substr(%(expressions)s, 21) AS INTEGER)",
            **context,
        )


class _Version(NamedTuple):
    #: Aggregates that change with the rows; the count comes first.
    numbers: tuple[int, ...]
    first_end: Any
    changed_at: datetime.datetime | None


def feed_version(sessions: ListeningSessionQuerySet) -> _Version:
    found = sessions.values(
        "pk",
        "ends_at",
        "updated_at",
        "venue__updated_at",
        saved=_Microseconds("updated_at"),
        venue_saved=_Microseconds("venue__updated_at"),
    ).aggregate(
        entries=Count("pk"),
        keys=Sum("pk"),
        saves=Sum("saved"),
        venue_saves=Sum("venue_saved"),
        first_end=Min("ends_at"),
        changed_at=Max("updated_at"),
        venue_changed_at=Max("venue__updated_at"),
    )
    first_end = found.pop("first_end")
    moments = (found.pop("changed_at"), found.pop("venue_changed_at"))
    return _Version(
        numbers=tuple(int(value or 0) for value in found.values()),
        first_end=first_end,
        changed_at=max(filter(None, moments), default=None),
    )
