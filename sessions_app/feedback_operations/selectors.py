"""What belongs to one feedback item: the items that it came from or that repeat it, and more."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from sessions_app.actions.models import ActionEvidence, ActionLink, ActionUpdate, FollowUpAction
from sessions_app.feedback.models import FeedbackItem

_LINEAGE = ("split_from_id", "merged_into_id", "duplicate_of_id")


def family_of(item: FeedbackItem) -> set[int]:
    """Return the keys of an item and of all that share its words.

    Those it was split from or merged into, those split from it, its duplicates, and theirs.
    """
    family: set[int] = set()
    found = {item.pk}
    while found:
        family |= found
        rows = FeedbackItem.objects.filter(
            Q(pk__in=found)
            | Q(split_from__in=found)
            | Q(merged_into__in=found)
            | Q(duplicate_of__in=found)
        ).values_list("pk", *_LINEAGE)
        found = {key for row in rows for key in row if key is not None} - family
    return family


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
