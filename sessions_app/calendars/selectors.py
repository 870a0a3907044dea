"""Which sessions a public feed holds, and one number that changes whenever they do."""

import datetime
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Count, Func, Max, Min, Sum
from django.utils import timezone

from sessions_app.listening_sessions.models import ListeningSession, Venue
from sessions_app.listening_sessions.models.sessions import ListeningSessionQuerySet
from sessions_app.programs.models import Program

#: Entries of one feed. Calendar programs give up on far larger ones.
CAP = 1000


@dataclass(frozen=True)
class FeedContent:
    """What a feed holds. ``sessions`` is not fetched until somebody reads it.

    ``version`` is the same only as long as no session of the feed came, went or was saved,
    nor its venue: it adds up what grows with every save, so that no change hides another.
    """

    sessions: ListeningSessionQuerySet
    version: tuple[Any, ...]
    #: When anything that is in it was saved last; None when there is nothing.
    changed_at: datetime.datetime | None = None
    #: Sessions that the person is not yet sure to attend.
    tentative: frozenset[int] = frozenset()


def public_feed(
    *, program: Program | None = None, now: datetime.datetime | None = None
) -> FeedContent:
    """Return the listed sessions, of one program or of all: those to come and the latest past.

    One query. Time passing changes nothing while fewer than ``CAP`` sessions are to come.
    """
    now = now or timezone.now()
    listed = ListeningSession.objects.listed()
    if program is not None:
        listed = listed.filter(program=program)
    newest = listed.order_by("-starts_at", "-pk")[:CAP]
    found = feed_version(newest)
    if found.numbers[0] == CAP and found.first_end >= now:
        # More are to come than fit: the nearest are wanted, not the farthest.
        newest = listed.upcoming(now=now)[:CAP]
        found = feed_version(newest)
    return FeedContent(newest, found.numbers, found.changed_at)


def public_feed_changed_at() -> datetime.datetime | None:
    """Return when anything that a public feed could hold was saved last, listed or not.

    A session that left the list is newer than all that stayed. None within a minute of a
    change, when another one may be on its way into the database with an earlier time.
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
    """A moment as a whole number that fits a sum of many: microseconds since late 2023."""

    output_field = BigIntegerField()
    template = "CAST(EXTRACT(EPOCH FROM %(expressions)s) * 1000000 AS BIGINT) - 1700000000000000"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        # Django stores "YYYY-MM-DD HH:MM:SS.ffffff", without a fraction where it is zero.
        return self.as_sql(
            compiler,
            connection,
            template="(CAST(strftime('%%%%s', %(expressions)s) AS INTEGER) - 1700000000) * 1000000 "
            "+ CAST(substr(%(expressions)s, 21) AS INTEGER)",
            **context,
        )


class _Version(NamedTuple):
    #: Change with the rows; how many there are comes first.
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
