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
#: Merges and duplicates that are followed.
MOST_STEPS = 20


@dataclass(frozen=True)
class Step:
    """One public action, how it answers the statement, and its newest public update."""

    action: FollowUpAction
    link: ActionLink
    update: ActionUpdate | None


@dataclass(frozen=True)
class TrailEntry:
    item: FeedbackItem
    #: The item that it goes on in, if it was merged into another or repeats one; otherwise itself.
    goes_on_in: FeedbackItem
    steps: list[Step]
    answers: list[TrailAnswer]

    @property
    def status(self) -> str:
        return self.goes_on_in.get_state_display()

    @property
    def is_declined(self) -> bool:
        return self.goes_on_in.state == FeedbackState.DECLINED

    @property
    def is_elsewhere(self) -> bool:
        return self.goes_on_in.state == FeedbackState.OUTSIDE_AUTHORITY

    @property
    def reason(self) -> str:
        """Why nothing is done here. Why an item repeats another one concerns staff alone."""
        is_told = self.goes_on_in == self.item or self.goes_on_in.summary_approved_at is not None
        return self.goes_on_in.state_reason if is_told and self._is_ended_here else ""

    @property
    def _is_ended_here(self) -> bool:
        return self.is_declined or self.is_elsewhere


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
    """Return the trail of organizations.

    The number of queries does not depend on the statements, but on how often one was merged.
    """
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
    ends = _ends(items)
    others = _links_of_others({ends[item.pk].pk for item in items if ends[item.pk] != item})
    linked = {
        item.pk: [
            *item.public_links,
            *(others.get(ends[item.pk].pk, []) if ends[item.pk] != item else []),
        ]
        for item in items
    }
    newest = _newest_updates({link.action_id for rows in linked.values() for link in rows})
    heard = FeedbackItem.objects.filter(organization__in=organizations).counted()
    return Trail(
        entries=[
            TrailEntry(
                item=item,
                goes_on_in=ends[item.pk],
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


def _ends(items: Sequence[FeedbackItem]) -> dict[int, FeedbackItem]:
    """Return for each item the one that it goes on in, through merges and duplicates."""
    ends = {item.pk: item for item in items}
    for _step in range(MOST_STEPS):
        onward = {
            pk: key
            for pk, end in ends.items()
            if (key := end.merged_into_id or end.duplicate_of_id) is not None
        }
        if not onward:
            break
        found = FeedbackItem.objects.in_bulk(set(onward.values()))
        ends |= {pk: found[key] for pk, key in onward.items()}
    return ends


def _links_of_others(keys: Collection[int]) -> dict[int, list[ActionLink]]:
    """Return the public links of the items that others were merged into, or repeat."""
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
