"""What the writer of a feedback item may read about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from sessions_app.actions.models import FollowUpAction
from sessions_app.feedback.models import FeedbackItem, FeedbackMessage

#: Steps of a lineage that are followed.
_MOST_STEPS = 20


@dataclass(frozen=True)
class Standing:
    """Where one item stands that the writer's words go on in: their own, or another.

    Of another item it tells the status and the public summary, and nothing that others said.
    """

    item: FeedbackItem
    is_own: bool
    #: The approved public summary, or "".
    summary: str
    #: Why it was declined or reopened: of the own item, or public with the summary.
    reason: str


@dataclass(frozen=True)
class Track:
    standings: list[Standing]
    actions: list[FollowUpAction]
    responses: QuerySet[Any]
    messages: list[FeedbackMessage]


def track_of(item: FeedbackItem) -> Track:
    """Return what the writer of an item may read about it."""
    items = list(goes_on_in(item))
    public = set(
        FeedbackItem.objects.public()
        .filter(pk__in=[each.pk for each in items])
        .values_list("pk", flat=True)
    )
    keys = {item.pk, *(each.pk for each in items)}
    return Track(
        standings=[_standing(each, own=item, is_public=each.pk in public) for each in items],
        actions=list(
            FollowUpAction.objects.public()
            .filter(feedback_links__feedback_item__in=keys)
            .select_related("lead_agency")
            .distinct()
            .order_by("pk")
        ),
        responses=_responses(keys),
        messages=list(item.messages.all()),
    )


def goes_on_in(item: FeedbackItem) -> Iterator[FeedbackItem]:
    """Yield the items that an item's words go on in: after duplicates, merges and splits."""
    reached, to_read = set[int](), [item]
    for _step in range(_MOST_STEPS):
        if not to_read:
            return
        found: list[FeedbackItem] = []
        for each in to_read:
            if each.pk in reached:
                continue
            reached.add(each.pk)
            if onward := each.merged_into or each.duplicate_of:
                found.append(onward)
            elif each.was_split and (parts := list(each.split_into.order_by("pk"))):
                found += parts
            else:
                yield each
        to_read = found


def _standing(item: FeedbackItem, *, own: FeedbackItem, is_public: bool) -> Standing:
    is_own = item.pk == own.pk
    return Standing(
        item=item,
        is_own=is_own,
        summary=item.public_summary if is_public else "",
        reason=item.state_reason if is_own or is_public else "",
    )


def _responses(keys: set[int]) -> QuerySet[Any]:
    """Return the published responses; their model comes from the relation, for it is above."""
    pages: Any = FeedbackItem._meta.get_field("response_pages").related_model
    return pages.objects.listed().filter(feedback_items__in=keys).distinct()
