"""The public tracker of follow-up actions, with its open ledger of what is not done."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery

from sessions_app.actions.models import (
    ActionLink,
    ActionUpdate,
    FollowUpAction,
)
from sessions_app.actions.selectors.parts import AgencyPart, agency_parts
from sessions_app.core.selectors.search import matching
from sessions_app.feedback.enums import FeedbackState
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback.models.feedback import FeedbackQuerySet
from sessions_app.feedback.selectors.lineage import links_taken_over
from sessions_app.programs.models import Agency

#: States of feedback items in the open ledger: nobody does anything about them.
UNDONE_STATES = (FeedbackState.OUTSIDE_AUTHORITY, FeedbackState.DECLINED)


def public_actions(
    *,
    state: str | None = None,
    program: str | None = None,
    agency: str | None = None,
    q: str = "",
) -> QuerySet[FollowUpAction]:
    """Return the actions in the public tracker, the most recent public update first.

    ``program`` is a slug, ``agency`` an abbreviation (leading or supporting).
    """
    actions = FollowUpAction.objects.public().order_by("-last_update_at", "-pk")
    if state:
        actions = actions.filter(state=state)
    if program:
        actions = actions.filter(program__slug=program)
    if agency:
        actions = actions.of_agency(Agency.objects.filter(abbreviation=agency).values("pk")[:1])
    if q:
        actions = matching(actions, fields=["title", "description", "reference"], text=q)
    return actions.select_related("program", "lead_agency")


def with_public_story(actions: QuerySet[FollowUpAction]) -> QuerySet[FollowUpAction]:
    """Attach the date of the last public update and the approved summaries of each action.

    The record's own last update may be private, so its date is not shown.
    """
    last_public = ActionUpdate.objects.filter(action=OuterRef("pk"), is_public=True)
    return actions.annotate(
        last_public_at=Subquery(last_public.order_by("-at").values("at")[:1])
    ).prefetch_related(
        Prefetch(
            "feedback_links",
            ActionLink.objects.filter(
                feedback_item__in=FeedbackItem.objects.public()
            ).select_related("feedback_item"),
            to_attr="public_links",
        )
    )


def counts_by_state(records: QuerySet[Any]) -> dict[str, int]:
    """Count actions or feedback items by state, without the states that none has."""
    return dict(records.order_by().values_list("state").annotate(Count("pk")))


@dataclass(frozen=True)
class PublicAction:
    """A public action with what the public may know of it."""

    action: FollowUpAction
    #: Public updates, newest first.
    updates: list[ActionUpdate]
    #: Links to approved summaries.
    links: list[ActionLink]
    agencies: list[AgencyPart]
    #: What replaces the action, if the public may see it.
    successor: FollowUpAction | None


def public_action(*, reference: str) -> PublicAction:
    """Return a public action with its public updates, and links to approved summaries only.

    Raises ``FollowUpAction.DoesNotExist`` for private and unknown actions alike.
    """
    action = (
        FollowUpAction.objects.public()
        .select_related("program", "lead_agency", "superseded_by")
        .prefetch_related("supporting_agencies")
        .get(reference=reference)
    )
    updates = action.updates.filter(is_public=True).prefetch_related("evidence")
    links = list(
        action.feedback_links.filter(
            feedback_item__in=FeedbackItem.objects.public()
        ).select_related("feedback_item__organization", "feedback_item__listening_session")
    )
    taken_over = links_taken_over([link.feedback_item for link in links])
    for link in links:
        if link.pk in taken_over:
            # Written about an item that the public may not read.
            link.note = ""
    successor = action.superseded_by
    return PublicAction(
        action=action,
        updates=list(updates),
        links=links,
        agencies=agency_parts(action),
        successor=successor if successor and successor.is_public else None,
    )


def undone_items(
    *, state: str | None = None, program: str | None = None, q: str = ""
) -> FeedbackQuerySet:
    """Return what people said and nobody does anything about, with the reasons, newest first.

    Only items whose summary the public may read. ``program`` is a slug.
    """
    items = FeedbackItem.objects.public().filter(state__in=[state] if state else UNDONE_STATES)
    if program:
        items = items.filter(program__slug=program)
    if q:
        items = matching(items, fields=["public_summary", "reference"], text=q)
    return items.select_related("program", "organization", "listening_session").order_by(
        "-received_on", "-pk"
    )
