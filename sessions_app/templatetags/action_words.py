"""The words and shapes in which pages speak of follow-up actions."""

from django import template
from django.utils.translation import gettext as _

from sessions_app.actions.enums import ActionState
from sessions_app.models import FollowUpAction

register = template.Library()

_KINDS = {
    ActionState.PROPOSED: "waiting",
    ActionState.ACCEPTED: "open",
    ActionState.IN_PROGRESS: "open",
    ActionState.BLOCKED: "late",
    ActionState.COMPLETED: "done",
    ActionState.VERIFIED: "done",
    ActionState.DECLINED: "declined",
}


@register.filter
def action_kind(action: FollowUpAction) -> str:
    """Which shape the status tag of an action has."""
    return _KINDS[ActionState(action.state)]


@register.filter
def late_words(action: FollowUpAction) -> str:
    """Why an action is late, said to the public, or "" when it is not."""
    if action.is_past_due():
        return _("Overdue: the due date has passed")
    if action.is_silent():
        return _("Overdue: no update for more than 60 days")
    return ""
