"""What belongs to one feedback item: the items that it came from or that repeat it, and more."""

from collections.abc import Iterable
from dataclasses import dataclass

from sessions_app.actions.models import ActionEvidence, ActionLink, ActionUpdate, FollowUpAction
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback.selectors.lineage import family_of

__all__ = ["Erasure", "erasure_of", "family_of"]


@dataclass(frozen=True)
class Erasure:
    """What routing an item to complaints erases, and what staff have to check themselves."""

    items: list[FeedbackItem]
    links: list[ActionLink]
    #: Actions that answer nothing else: their texts were written from these items.
    drafted: list[FollowUpAction]
    updates: list[ActionUpdate]
    evidence: list[ActionEvidence]
    #: Actions that answer other items too, so that their texts stay.
    kept: list[FollowUpAction]


def erasure_of(family: Iterable[int]) -> Erasure:
    """Return what is erased with the items of a family."""
    family = set(family)
    links = ActionLink.objects.filter(feedback_item__in=family).select_related("action")
    actions = {link.action_id: link.action for link in links}
    elsewhere = set(
        ActionLink.objects.filter(action__in=actions)
        .exclude(feedback_item__in=family)
        .values_list("action_id", flat=True)
    )
    drafted = [action for key, action in actions.items() if key not in elsewhere]
    updates = ActionUpdate.objects.filter(action__in=drafted)
    return Erasure(
        items=list(FeedbackItem.objects.filter(pk__in=family).order_by("pk")),
        links=list(links),
        drafted=drafted,
        updates=list(updates),
        evidence=list(ActionEvidence.objects.filter(update__in=updates)),
        kept=[action for key, action in actions.items() if key in elsewhere],
    )
