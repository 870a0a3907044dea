"""Takes back a bulk change, within ten minutes, for whoever made it."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.actions.models import ActionLink, FollowUpAction
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.transitions import check_transition
from sessions_app.core.services.versions import lock
from sessions_app.feedback.models import FeedbackItem, ThemeCoding
from sessions_app.feedback_register.enums import BULK_UNDOING, BulkOperation
from sessions_app.feedback_register.models import BulkChange
from sessions_app.feedback_register.services.bulk import lock_items
from sessions_app.feedback_register.services.bulk_steps import BATCH, Before, keys_of, update


@dataclass(frozen=True, kw_only=True)
class Undone:
    restored: int
    #: References of the items that somebody has changed since; left as they are.
    left: list[str]


@transaction.atomic
def undo(*, change: BulkChange, by: User) -> Undone:
    """Give the items of a bulk change back what they were, but for those changed since.

    Raises :class:`EngagementError` for somebody else's change, and after ten minutes.
    """
    current = BulkChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if current.by_id != by.pk or not current.can_be_undone:
        raise EngagementError(
            _("Only whoever made a change can take it back, once, within ten minutes.")
        )
    rows = dict(current.items.values_list("feedback_item", "before"))
    for action in FollowUpAction.objects.filter(
        pk__in={before["action"] for before in rows.values() if "action" in before}
    ):
        lock(action)
    items = lock_items(rows)
    unchanged = [item for item in items if item.updated_at == current.made_at]
    if current.operation == BulkOperation.LINK:
        links = ActionLink.objects.filter(
            updated_at=current.made_at, feedback_item__in=keys_of(unchanged)
        ).order_by()
        kept = set(links.values_list("feedback_item", flat=True))
        unchanged = [item for item in unchanged if item.pk in kept]
    logged = _UNDO[current.operation](unchanged, rows, current)
    now = timezone.now()
    update(unchanged, updated_at=now)
    audit.record_many(
        action="engagement.feedback.undo",
        by=by,
        entries=((item, {**logged(item), "bulk": current.pk}) for item in unchanged),
    )
    current.undone_at = now
    current.save(update_fields=["undone_at"])
    restored = set(keys_of(unchanged))
    return Undone(
        restored=len(restored),
        left=[item.reference for item in items if item.pk not in restored],
    )


Logged = Callable[[FeedbackItem], dict[str, Any]]


def _nothing(_item: FeedbackItem) -> dict[str, Any]:
    return {}


def _theme_added(items: Sequence[FeedbackItem], before: Before, change: BulkChange) -> Logged:
    for pk in {before[item.pk]["theme"] for item in items}:
        ThemeCoding.objects.filter(theme=pk, feedback_item__in=keys_of(items)).delete()
    return _nothing


def _theme_removed(items: Sequence[FeedbackItem], before: Before, change: BulkChange) -> Logged:
    codings = ThemeCoding.objects.bulk_create(
        [
            ThemeCoding(
                feedback_item=item,
                theme_id=before[item.pk]["theme"],
                coded_by_id=before[item.pk]["coded_by"],
                method=before[item.pk]["method"],
            )
            for item in items
        ],
        batch_size=BATCH,
    )
    for coding in codings:
        # Creating sets the present time.
        coded_at = before[coding.feedback_item_id]["coded_at"]
        coding.coded_at = datetime.datetime.fromisoformat(coded_at)
    ThemeCoding.objects.bulk_update(codings, ["coded_at"], batch_size=BATCH)
    return _nothing


def _assigned(items: Sequence[FeedbackItem], before: Before, change: BulkChange) -> Logged:
    _restore(items, before, "assigned_to")
    return lambda item: {"assigned_to": [item.assigned_to_id, before[item.pk]["assigned_to"]]}


def _moved(items: Sequence[FeedbackItem], before: Before, change: BulkChange) -> Logged:
    for item in items:
        check_transition(record=item, to=before[item.pk]["state"], allowed=BULK_UNDOING)
    _restore(items, before, "state", "state_reason")
    return lambda item: {"state": [item.state, before[item.pk]["state"]]}


def _linked(items: Sequence[FeedbackItem], before: Before, change: BulkChange) -> Logged:
    links = ActionLink.objects.filter(updated_at=change.made_at, feedback_item__in=keys_of(items))
    audit.record_many(
        action="engagement.action.unlink",
        by=change.by,
        entries=(
            (link.action, {"feedback": link.feedback_item.reference, "bulk": change.pk})
            for link in links.select_related("action", "feedback_item")
        ),
    )
    links.delete()
    return _nothing


def _approved(items: Sequence[FeedbackItem], before: Before, change: BulkChange) -> Logged:
    update(items, summary_approved_at=None, summary_approved_by=None)
    return _nothing


_UNDO: dict[str, Callable[[Sequence[FeedbackItem], Before, BulkChange], Logged]] = {
    BulkOperation.ADD_THEME: _theme_added,
    BulkOperation.REMOVE_THEME: _theme_removed,
    BulkOperation.ASSIGN: _assigned,
    BulkOperation.MOVE: _moved,
    BulkOperation.LINK: _linked,
    BulkOperation.APPROVE: _approved,
}


def _restore(items: Sequence[FeedbackItem], before: Before, *names: str) -> None:
    """Write earlier values, in one statement for all items that had the same."""
    groups: dict[tuple[Any, ...], list[FeedbackItem]] = defaultdict(list)
    for item in items:
        groups[tuple(before[item.pk][name] for name in names)].append(item)
    for values, members in groups.items():
        update(members, **dict(zip(names, values, strict=True)))
