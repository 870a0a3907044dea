"""What a feedback item came from, and what came from it."""

from django.db.models import Q

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
