"""What a past session led to, as its public page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count

from sessions_app.actions.enums import ActionState
from sessions_app.actions.models import FollowUpAction
from sessions_app.core.small_cells import suppress_small_cells
from sessions_app.feedback.enums import FeedbackState
from sessions_app.feedback.models import FeedbackItem
from sessions_app.listening_sessions.enums import SessionState
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.organizations.enums import OrganizationKind
from sessions_app.registrations.selectors.roster import people_of
from sessions_app.session_operations.selectors.attendance import SEATED

#: Public summaries shown, before a note that there are more.
HEARD_SHOWN = 40
_NOT_DONE = (FeedbackState.DECLINED, FeedbackState.OUTSIDE_AUTHORITY)


@dataclass(frozen=True)
class WhoWasHeard:
    """People who came, by the type of their organization; None is too few to show."""

    rows: list[tuple[str, int | None]]
    total: int


@dataclass(frozen=True)
class Results:
    #: Approved summaries by theme; an item stands under its first theme.
    heard: dict[str, list[FeedbackItem]] = field(default_factory=dict)
    heard_has_more: bool = False
    done: list[FollowUpAction] = field(default_factory=list)
    #: Not done, with the reason.
    declined: list[FeedbackItem] = field(default_factory=list)
    declined_actions: list[FollowUpAction] = field(default_factory=list)
    who: WhoWasHeard | None = None


def results_of(session: ListeningSession) -> Results:
    """Return the results of a session whose notes are published; of another one, nothing."""
    if session.state != SessionState.NOTES_PUBLISHED:
        return Results()
    items = session.feedback_items.public()
    newest = items.select_related("organization", "listening_session").prefetch_related("themes")
    found = list(newest[: HEARD_SHOWN + 1])
    actions = list(
        FollowUpAction.objects.public()
        .filter(feedback_items__in=items)
        .select_related("lead_agency")
        .distinct()
    )
    return Results(
        heard=_by_theme(found[:HEARD_SHOWN]),
        heard_has_more=len(found) > HEARD_SHOWN,
        done=[each for each in actions if each.state != ActionState.DECLINED],
        declined=[each for each in found[:HEARD_SHOWN] if each.state in _NOT_DONE],
        declined_actions=[each for each in actions if each.state == ActionState.DECLINED],
        who=_who_was_heard(session),
    )


def _by_theme(items: Iterable[FeedbackItem]) -> dict[str, list[FeedbackItem]]:
    """Group items by the name of their first theme, by name; those without one come last."""
    groups: dict[str, list[FeedbackItem]] = {}
    for item in items:
        names = sorted(theme.name for theme in item.themes.all())
        groups.setdefault(names[0] if names else "", []).append(item)
    return dict(sorted(groups.items(), key=lambda group: (not group[0], group[0])))


def _who_was_heard(session: ListeningSession) -> WhoWasHeard | None:
    """Return who came, small figures suppressed; None if there were too few to say anything."""
    came = people_of(session, states=SEATED).filter(checked_in_at__isnull=False)
    rows = came.order_by().values("registration__organization__kind").annotate(people=Count("pk"))
    labels = dict(OrganizationKind.choices)
    counts: dict[str | None, int] = {
        row["registration__organization__kind"]: row["people"] for row in rows
    }
    kinds: list[str | None] = [kind for kind in (*labels, None) if kind in counts]
    shown = suppress_small_cells([counts[kind] for kind in kinds])
    if not shown.total or not any(shown.cells):
        return None
    names = [str(labels[kind]) if kind else "" for kind in kinds]
    return WhoWasHeard(list(zip(names, shown.cells, strict=True)), shown.total)
