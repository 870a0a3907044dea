"""Public activity of a program, for its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from sessions_app.actions.selectors import public_actions
from sessions_app.listening_sessions.selectors.sessions import public_sessions
from sessions_app.models import FeedbackItem, FollowUpAction, ListeningSession, Program

#: Rows of each kind on the page, before a link to the whole list.
SHOWN = 4


@dataclass(frozen=True)
class ProgramActivity:
    """Upcoming and past sessions, public summaries, and follow-up actions of a program."""

    upcoming: list[ListeningSession]
    past: list[ListeningSession]
    heard: Sequence[FeedbackItem]
    heard_total: int
    actions: Sequence[FollowUpAction]
    actions_total: int


def program_activity(*, program: Program) -> ProgramActivity:
    """Return the public activity of a program, in four queries however many rows there are."""
    upcoming, past = _sessions(program)
    heard_rows: QuerySet[FeedbackItem] = FeedbackItem.objects.public().filter(program=program)
    heard = list(
        heard_rows.annotate(total=_count(heard_rows))
        .select_related("organization", "listening_session")
        .order_by("-received_on", "-pk")[:SHOWN]
    )
    action_rows = public_actions(program=program.slug)
    actions = list(action_rows.annotate(total=_count(action_rows))[:SHOWN])
    return ProgramActivity(
        upcoming=upcoming,
        past=past,
        heard=heard,
        heard_total=heard[0].total if heard else 0,
        actions=actions,
        actions_total=actions[0].total if actions else 0,
    )


def _sessions(program: Program) -> tuple[list[ListeningSession], list[ListeningSession]]:
    """Return upcoming sessions, soonest first, and past ones, newest first."""
    upcoming = public_sessions(program=program.slug)[:SHOWN].values("pk")
    past = public_sessions(when="past", program=program.slug)[:SHOWN].values("pk")
    now = timezone.now()
    shown = list(
        ListeningSession.objects.filter(Q(pk__in=upcoming) | Q(pk__in=past))
        .select_related("program", "venue", "room")
        .prefetch_related("seat_pools")
        .order_by("starts_at", "pk")
    )
    return (
        [session for session in shown if not session.is_over(now=now)],
        [session for session in reversed(shown) if session.is_over(now=now)],
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    """Return a COUNT(*) subquery, so that one query can return several counts."""
    counted = rows.order_by().values("program").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)
