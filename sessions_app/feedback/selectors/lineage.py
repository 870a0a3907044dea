"""Which feedback items came from one another, and what is known of how."""

from collections.abc import Iterable

from django.db.models import Q

from sessions_app.feedback.enums import LineageKind, LineageRole
from sessions_app.feedback.models import FeedbackItem, LineageMember, LineageOperation

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


def survivors_of(item: FeedbackItem) -> set[int]:
    """Return the keys of the items that speak for this one: what it was merged into, and so on."""
    found: set[int] = set()
    key = item.merged_into_id
    while key is not None and key not in found:
        found.add(key)
        key = FeedbackItem.objects.values_list("merged_into_id", flat=True).get(pk=key)
    return found


def spoken_for_by(item: FeedbackItem) -> Iterable[FeedbackItem]:
    """Return the items whose sources an item speaks for besides its own.

    Those that were merged into it, what it was split from, and theirs.
    """
    found: dict[int, FeedbackItem] = {}
    new = [item]
    while new:
        above = [each.split_from_id for each in new if each.split_from_id is not None]
        rows = FeedbackItem.objects.filter(Q(merged_into__in=new) | Q(pk__in=above))
        new = [each for each in rows if each.pk not in found and each.pk != item.pk]
        found |= {each.pk: each for each in new}
    return found.values()


def operations_of(item: FeedbackItem) -> list[LineageOperation]:
    """Return what was split, merged or marked as a duplicate with an item, oldest first."""
    return list(
        LineageOperation.objects.filter(members__item=item)
        .select_related("by", "undone_by")
        .prefetch_related("members__item")
        .order_by("pk")
    )


def later_operation(operation: LineageOperation) -> LineageOperation | None:
    """Return the latest standing operation that builds on an operation; None if none does.

    What was marked as a duplicate *of* one of its items stands in nobody's way.
    """
    mine = operation.members.exclude(role=LineageRole.ORIGINAL).values("item")
    last = (
        LineageMember.objects.filter(
            item__in=mine, operation__gt=operation.pk, operation__undone_at=None
        )
        .exclude(role=LineageRole.ORIGINAL)
        .select_related("operation")
        .order_by("operation")
        .last()
    )
    return last.operation if last else None


def links_taken_over(items: Iterable[FeedbackItem]) -> set[int]:
    """Return the keys of the links to actions that items took over from others in a merge.

    Their notes are about what the others said.
    """
    merges = LineageOperation.objects.filter(
        kind=LineageKind.MERGE,
        undone_at=None,
        members__role=LineageRole.SURVIVOR,
        members__item__in=items,
    )
    return {
        key
        for before in merges.order_by().values_list("before", flat=True)
        for keys in before.get("links", {}).values()
        for key in keys
    }
