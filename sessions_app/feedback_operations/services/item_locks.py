"""Locks for what changes several feedback items and the links to their actions."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from sessions_app.actions.models import ActionLink, FollowUpAction
from sessions_app.core.errors import EngagementError
from sessions_app.feedback.enums import UNDECIDED_FEEDBACK_STATES, FeedbackState
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback.services import lineage


def lock_items(keys: Iterable[int]) -> dict[int, FeedbackItem]:
    """Lock items and the actions that answer them; return the items by key.

    Actions first and both in primary key order, as everywhere, so that two people who split or
    merge overlapping items cannot deadlock.
    """
    keys = set(keys)
    links = ActionLink.objects.filter(feedback_item__in=keys)
    actions = FollowUpAction.objects.select_for_update(of=("self",), no_key=True)
    list(actions.filter(pk__in=links.values("action")).order_by("pk"))
    items = FeedbackItem.objects.select_for_update(of=("self",), no_key=True)
    return {item.pk: item for item in items.filter(pk__in=keys).order_by("pk")}


def require_free(item: FeedbackItem, *, may_be_decided: bool = False) -> None:
    """Raise :class:`EngagementError` for an item that can be neither split nor merged.

    Those whose words are gone, and those that something else stands for. Unless ``may_be_decided``,
    also those that the public may have an answer to.
    """
    if item.state == FeedbackState.ROUTED:
        raise EngagementError(
            _("%(reference)s was routed to complaints. What was said is no longer kept here.")
            % {"reference": item}
        )
    if item.state == FeedbackState.DUPLICATE:
        raise EngagementError(
            _("%(reference)s is a duplicate of %(other)s. Take that back first, or use the other.")
            % {"reference": item, "other": item.duplicate_of or _("another item")}
        )
    lineage.require_own_place(item)
    if item.statement_answers.open_corrections().exists():
        raise EngagementError(
            _("The organization corrected %(reference)s. Settle the correction first.")
            % {"reference": item}
        )
    if not may_be_decided and item.state not in UNDECIDED_FEEDBACK_STATES:
        raise EngagementError(
            _(
                "%(reference)s is “%(state)s”. Only items that are new, in review or accepted can "
                "be split, or merged into another."
            )
            % {"reference": item, "state": item.get_state_display()}
        )
