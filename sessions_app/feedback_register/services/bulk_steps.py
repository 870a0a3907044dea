"""What each operation writes for locked items; each step returns what they were before."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from sessions_app.actions.models import ActionLink
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.feedback.enums import FEEDBACK_STATES_WITH_REASON
from sessions_app.feedback.models import FeedbackItem, Theme, ThemeCoding
from sessions_app.feedback_register.enums import BulkOperation
from sessions_app.feedback_register.models import BulkChange
from sessions_app.feedback_register.selectors.bulk import BulkRequest

#: Rows of one INSERT.
BATCH = 500

#: By primary key of the item, as JSON can hold it.
Before = dict[int, dict[str, Any]]
Step = Callable[[BulkRequest, Sequence[FeedbackItem], BulkChange], Before]


def _add_theme(request: BulkRequest, items: Sequence[FeedbackItem], change: BulkChange) -> Before:
    theme = _theme(request)
    ThemeCoding.objects.bulk_create(
        [ThemeCoding(feedback_item=item, theme=theme, coded_by=change.by) for item in items],
        batch_size=BATCH,
    )
    _log("engagement.feedback.code", change, ((item, {"added": theme.code}) for item in items))
    return {item.pk: {"theme": theme.pk} for item in items}


def _remove_theme(
    request: BulkRequest, items: Sequence[FeedbackItem], change: BulkChange
) -> Before:
    theme = _theme(request)
    codings = ThemeCoding.objects.filter(theme=theme, feedback_item__in=keys_of(items)).order_by()
    before: Before = {
        coding.feedback_item_id: {
            "theme": theme.pk,
            "coded_by": coding.coded_by_id,
            "coded_at": coding.coded_at.isoformat(),
            "method": coding.method,
        }
        for coding in codings
    }
    codings.delete()
    _log("engagement.feedback.code", change, ((item, {"removed": theme.code}) for item in items))
    return before


def _assign(request: BulkRequest, items: Sequence[FeedbackItem], change: BulkChange) -> Before:
    assignee = request.assignee.pk if request.assignee else None
    update(items, assigned_to=assignee)
    _log(
        "engagement.feedback.assign",
        change,
        ((item, {"assigned_to": [item.assigned_to_id, assignee]}) for item in items),
    )
    return {item.pk: {"assigned_to": item.assigned_to_id} for item in items}


def _move(request: BulkRequest, items: Sequence[FeedbackItem], change: BulkChange) -> Before:
    needs_reason = request.to_state in FEEDBACK_STATES_WITH_REASON
    reason = request.reason.strip() if needs_reason else ""
    update(items, state=request.to_state, state_reason=reason)
    _log(
        "engagement.feedback.move",
        change,
        ((item, {"state": [item.state, request.to_state]}) for item in items),
    )
    return {item.pk: {"state": item.state, "state_reason": item.state_reason} for item in items}


def _link(request: BulkRequest, items: Sequence[FeedbackItem], change: BulkChange) -> Before:
    action = request.action
    if action is None:
        raise EngagementError(_("Choose the follow-up action."), field="action")
    ActionLink.objects.bulk_create(
        [
            ActionLink(
                action=action,
                feedback_item=item,
                relation=request.relation,
                note=request.note.strip(),
                linked_by=change.by,
            )
            for item in items
        ],
        batch_size=BATCH,
    )
    # Undoing leaves a link that somebody has changed since.
    links = ActionLink.objects.filter(action=action, feedback_item__in=keys_of(items))
    links.update(updated_at=change.made_at)
    _log(
        "engagement.action.link",
        change,
        ((action, {"feedback": item.reference, "relation": request.relation}) for item in items),
    )
    return {item.pk: {"action": action.pk} for item in items}


def _approve(request: BulkRequest, items: Sequence[FeedbackItem], change: BulkChange) -> Before:
    update(items, summary_approved_at=change.made_at, summary_approved_by=change.by)
    _log("engagement.feedback.approve", change, ((item, {}) for item in items))
    return {item.pk: {} for item in items}


STEPS: dict[str, Step] = {
    BulkOperation.ADD_THEME: _add_theme,
    BulkOperation.REMOVE_THEME: _remove_theme,
    BulkOperation.ASSIGN: _assign,
    BulkOperation.MOVE: _move,
    BulkOperation.LINK: _link,
    BulkOperation.APPROVE: _approve,
}


def keys_of(items: Iterable[FeedbackItem]) -> list[int]:
    return [item.pk for item in items]


def update(items: Iterable[FeedbackItem], **values: Any) -> None:
    """Write the same values to all items, in one statement."""
    FeedbackItem.objects.filter(pk__in=keys_of(items)).update(**values)


def _theme(request: BulkRequest) -> Theme:
    if request.theme is None:
        raise EngagementError(_("Choose a theme."), field="theme")
    return request.theme


def _log(action: str, change: BulkChange, entries: Iterable[tuple[Any, dict[str, Any]]]) -> None:
    audit.record_many(
        action=action,
        by=change.by,
        entries=((record, {**data, "bulk": change.pk}) for record, data in entries),
    )
