"""What a bulk change asks for, and which items it cannot change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.actions.models import ActionLink, FollowUpAction
from sessions_app.feedback.enums import FEEDBACK_TRANSITIONS, FeedbackState
from sessions_app.feedback.models import FeedbackItem, Theme, ThemeCoding
from sessions_app.feedback_register.enums import BulkOperation
from sessions_app.read_back.models import StatementAnswer


@dataclass(frozen=True, kw_only=True)
class BulkRequest:
    """What is to be done to each item. Only the values of its operation are set."""

    operation: str
    theme: Theme | None = None
    #: None for nobody.
    assignee: User | None = None
    to_state: str = ""
    reason: str = ""
    action: FollowUpAction | None = None
    relation: str = ""
    note: str = ""


def refusals(request: BulkRequest, items: Iterable[FeedbackItem]) -> dict[int, str]:
    """Return why some of the items cannot be changed as requested, by primary key."""
    items = list(items)
    found = _already_so(request, items)
    for item in items:
        if item.state == FeedbackState.ROUTED:
            found[item.pk] = _("Routed to complaints")
        elif item.was_split or item.merged_into_id is not None:
            found[item.pk] = _("Split, or merged into another")
        elif item.pk not in found and (why := _why_not(request, item)):
            found[item.pk] = why
    return found


def _why_not(request: BulkRequest, item: FeedbackItem) -> str:
    match request.operation:
        case BulkOperation.ASSIGN:
            assignee = request.assignee.pk if request.assignee else None
            return _("Already assigned so") if item.assigned_to_id == assignee else ""
        case BulkOperation.MOVE:
            if request.to_state in FEEDBACK_TRANSITIONS[item.state]:
                return ""
            return _("Not possible from “%(state)s”") % {"state": item.get_state_display()}
        case BulkOperation.APPROVE:
            return _why_not_approved(item)
    return ""


def _why_not_approved(item: FeedbackItem) -> str:
    if item.summary_approved_at is not None:
        return _("Already approved")
    if not item.public_summary.strip():
        return _("No summary yet")
    # The rule of FeedbackQuerySet.summary_to_approve.
    return _("Not reviewed yet") if item.state == FeedbackState.NEW else ""


def _already_so(request: BulkRequest, items: list[FeedbackItem]) -> dict[int, str]:
    """Return the items whose themes or links are as requested, which one query tells."""
    keys = [item.pk for item in items]
    if request.operation in (BulkOperation.ADD_THEME, BulkOperation.REMOVE_THEME):
        coded = ThemeCoding.objects.filter(theme=request.theme, feedback_item__in=keys).order_by()
        with_theme = set(coded.values_list("feedback_item", flat=True))
        if request.operation == BulkOperation.ADD_THEME:
            return dict.fromkeys(with_theme, _("Has this theme already"))
        return dict.fromkeys(set(keys) - with_theme, _("Does not have this theme"))
    if request.operation == BulkOperation.APPROVE:
        corrected = StatementAnswer.objects.open_corrections().filter(feedback_item__in=keys)
        return dict.fromkeys(
            corrected.order_by().values_list("feedback_item", flat=True),
            _("The organization corrected it, and nobody has settled that"),
        )
    if request.operation == BulkOperation.LINK:
        links = ActionLink.objects.filter(action=request.action, feedback_item__in=keys).order_by()
        linked = links.values_list("feedback_item", flat=True)
        return dict.fromkeys(linked, _("Linked to this action already"))
    return {}


def grouped(refused: Mapping[int, str], items: Iterable[FeedbackItem]) -> dict[str, list[str]]:
    """Return the references of refused items by the reason."""
    groups: dict[str, list[str]] = {}
    for item in items:
        if item.pk in refused:
            groups.setdefault(refused[item.pk], []).append(item.reference)
    return groups
