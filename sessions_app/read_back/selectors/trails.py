"""What came of what an organization said: statement, themes, actions, outcome.

Only what the public may read, and what the organization itself answered (docs/adr/0061).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from sessions_app.actions.models import ActionLink, ActionUpdate, FollowUpAction
from sessions_app.feedback.enums import FeedbackState
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback.selectors.lineage import links_taken_over
from sessions_app.organizations.models import Organization
from sessions_app.read_back.models import TrailAnswer

#: Most statements on a page, newest first.
SHOWN = 100


@dataclass(frozen=True)
class Step:
    """One public action, how it answers the statement, and its newest public update."""

    action: FollowUpAction
    link: ActionLink
    update: ActionUpdate | None


@dataclass(frozen=True)
class TrailEntry:
    item: FeedbackItem
    steps: list[Step]
    answers: list[TrailAnswer]

    @property
    def is_declined(self) -> bool:
        return self.item.state == FeedbackState.DECLINED

    @property
    def is_elsewhere(self) -> bool:
        return self.item.state == FeedbackState.OUTSIDE_AUTHORITY

    @property
    def reason(self) -> str:
        """Why nothing is done here. Why an item repeats another one concerns staff alone."""
        return self.item.state_reason if self.is_declined or self.is_elsewhere else ""


@dataclass(frozen=True)
class Trail:
    entries: list[TrailEntry] = field(default_factory=list)
    #: Statements without an approved summary.
    not_yet: int = 0
    has_more: bool = False


def trail_statements(organizations: Collection[Organization]) -> QuerySet[FeedbackItem]:
    """Return the statements of organizations that have approved words.

    Including those that repeat others: their organization said them all the same.
    """
    return FeedbackItem.objects.filter(
        organization__in=organizations, summary_approved_at__isnull=False, was_split=False
    ).exclude(state=FeedbackState.ROUTED)


def trail_of(organizations: Collection[Organization]) -> Trail:
    """Return the trail of organizations, in a fixed number of queries."""
    links = Prefetch(
        "action_links",
        ActionLink.objects.filter(action__in=FollowUpAction.objects.public())
        .select_related("action__lead_agency")
        .order_by("pk"),
        "public_links",
    )
    found = list(
        trail_statements(organizations)
        .select_related("listening_session", "organization")
        .prefetch_related("themes", "trail_answers", links)
        .order_by("-received_on", "-pk")[: SHOWN + 1]
    )
    items = found[:SHOWN]
    taken_over = links_taken_over(items)
    for link in (link for item in items for link in item.public_links):
        if link.pk in taken_over:
            # Why another statement was answered in part.
            link.note = ""
    originals = _originals(items)
    linked = {
        item.pk: [
            *item.public_links,
            *originals.get(item.merged_into_id or item.duplicate_of_id or 0, []),
        ]
        for item in items
    }
    newest = _newest_updates({link.action_id for rows in linked.values() for link in rows})
    heard = FeedbackItem.objects.filter(organization__in=organizations).counted()
    return Trail(
        entries=[
            TrailEntry(
                item=item,
                steps=[
                    Step(link.action, link, newest.get(link.action_id)) for link in linked[item.pk]
                ],
                answers=list(item.trail_answers.all()),
            )
            for item in items
        ],
        not_yet=heard.filter(summary_approved_at=None).exclude(state=FeedbackState.ROUTED).count(),
        has_more=len(found) > SHOWN,
    )


def _originals(items: Sequence[FeedbackItem]) -> dict[int, list[ActionLink]]:
    """Return the public links of the items that these were merged into, or repeat."""
    keys = {item.merged_into_id or item.duplicate_of_id for item in items} - {None}
    found: dict[int, list[ActionLink]] = {}
    links = ActionLink.objects.filter(
        feedback_item__in=keys, action__in=FollowUpAction.objects.public()
    )
    for link in links.select_related("action__lead_agency").order_by("pk"):
        # Why another organization's statement was answered in part is not for this one.
        link.note = ""
        found.setdefault(link.feedback_item_id, []).append(link)
    return found


def _newest_updates(actions: Collection[int]) -> dict[int, ActionUpdate]:
    updates = ActionUpdate.objects.filter(action__in=actions, is_public=True)
    return {update.action_id: update for update in updates.order_by("at", "pk")}
