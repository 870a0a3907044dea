"""Keeps the attribution of items that share words at what the least willing source allows."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.feedback.enums import TELLS, AttributionLevel
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback.selectors.lineage import family_of, spoken_for_by, survivors_of
from sessions_app.feedback.services import sources


def least(levels: Iterable[str]) -> str:
    """Return the level of attribution that tells least."""
    return min(levels, key=lambda level: TELLS[AttributionLevel(level)])


def tells_more(level: str, than: str) -> bool:
    return TELLS[AttributionLevel(level)] > TELLS[AttributionLevel(than)]


def check_allowed(item: FeedbackItem, *, before: FeedbackItem | None) -> None:
    """Raise :class:`EngagementError` if an edit names more than a merged or split item allows."""
    if before is None or not tells_more(item.attribution, before.attribution):
        return
    for other in spoken_for_by(item):
        if tells_more(item.attribution, other.attribution):
            raise EngagementError(
                _(
                    "This item also speaks for %(reference)s, which says “%(level)s”. Choose that, "
                    "or one that names less."
                )
                % {"reference": other, "level": other.get_attribution_display()},
                field="attribution",
            )


def lock_relatives(item: FeedbackItem) -> None:
    """Lock the family of an item whose attribution changes, in primary key order.

    So that two cannot deadlock.
    """
    if not FeedbackItem.objects.filter(pk=item.pk).exclude(attribution=item.attribution).exists():
        return
    rows = FeedbackItem.objects.select_for_update(of=("self",), no_key=True)
    list(rows.filter(pk__in=family_of(item)).order_by("pk"))


def lower_relatives(item: FeedbackItem, *, before: FeedbackItem, by: User) -> None:
    """Make the relatives of an item whose attribution was lowered name no more than it does.

    Those with the same source, and those that it was merged into. An item that is not attributed
    would have a key to its source in them. Inside the caller's transaction, which has the locks.
    """
    if not tells_more(before.attribution, item.attribution):
        return
    survivors = survivors_of(item)
    for relative in FeedbackItem.objects.filter(pk__in=family_of(item) - {item.pk}).order_by("pk"):
        has_same_source = (
            before.organization_id is not None
            and relative.organization_id == before.organization_id
        )
        if (has_same_source or relative.pk in survivors) and tells_more(
            relative.attribution, item.attribution
        ):
            lower(relative, to=item.attribution, by=by)


def lower(item: FeedbackItem, *, to: str, by: User | None) -> None:
    """Set a lower attribution on a locked item, and drop a source that it may not hold."""
    fields = ["attribution"]
    item.attribution = to
    if to == AttributionLevel.NONE and item.organization_id is not None:
        item.organization = None
        fields.append("organization")
    item.save(update_fields=[*fields, "updated_at"])
    if to == AttributionLevel.NONE:
        sources.forget([item])
    audit.record(instance=item, action="engagement.feedback.lower", by=by, fields=fields)
