"""The story of an item: what it was made of, what became of it, and who decided so."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sessions_app.core.selectors.search import matching
from sessions_app.feedback.enums import UNDECIDED_FEEDBACK_STATES, LineageKind, LineageRole
from sessions_app.feedback.models import FeedbackItem, LineageOperation
from sessions_app.feedback.selectors.lineage import operations_of

#: Items that are offered to be merged with another.
OFFERED = 15


@dataclass(frozen=True)
class Chapter:
    """One operation, as the page of one of its items tells it."""

    operation: LineageOperation
    words: str
    #: The other items that it is about.
    others: list[FeedbackItem]


def story_of(item: FeedbackItem) -> Iterator[Chapter]:
    """Yield what happened to an item, oldest first. A fixed number of queries."""
    for operation in operations_of(item):
        members = list(operation.members.all())
        role = next(member.role for member in members if member.item_id == item.pk)
        asks, words = _TOLD[role]
        others = [member.item for member in members if member.role in asks and member.item != item]
        yield Chapter(operation, _(words), others)


def mergeable(item: FeedbackItem, *, text: str, may_read_note: bool) -> list[FeedbackItem]:
    """Return items that could be merged with one: found by words, or with a theme of it."""
    items: QuerySet[FeedbackItem] = (
        FeedbackItem.objects.counted()
        .filter(program=item.program_id, state__in=UNDECIDED_FEEDBACK_STATES)
        .exclude(pk=item.pk)
    )
    if text:
        fields = ["reference", "public_summary"] + (["private_note"] if may_read_note else [])
        items = matching(items, fields=fields, text=text)
    else:
        themes = list(item.codings.values_list("theme", flat=True))
        items = items.filter(codings__theme__in=themes).distinct()
    return list(
        items.select_related("organization")
        .prefetch_related("themes")
        .order_by("-received_on", "-pk")[:OFFERED]
    )


#: By the role of the item: which of the others the sentence is about, and how it begins.
_TOLD: dict[str, tuple[tuple[str, ...], str]] = {
    LineageRole.WHOLE: ((LineageRole.PART,), gettext_noop("Split into")),
    LineageRole.PART: ((LineageRole.WHOLE,), gettext_noop("Split from")),
    LineageRole.SURVIVOR: ((LineageRole.MERGED,), gettext_noop("Has taken in")),
    LineageRole.MERGED: ((LineageRole.SURVIVOR,), gettext_noop("Merged into")),
    LineageRole.DUPLICATE: ((LineageRole.ORIGINAL,), gettext_noop("Marked as a duplicate of")),
    LineageRole.ORIGINAL: ((LineageRole.DUPLICATE,), gettext_noop("Repeated by")),
}
#: What a form to undo it is called.
UNDO_LABELS = {
    LineageKind.SPLIT: gettext_noop("Undo split"),
    LineageKind.MERGE: gettext_noop("Undo merge"),
    LineageKind.DUPLICATE: gettext_noop("Not a duplicate"),
}
