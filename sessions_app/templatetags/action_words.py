"""Template tags for follow-up actions."""

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
    """Return the variant of an action's status tag."""
    return _KINDS[ActionState(action.state)]


@register.filter
def late_words(action: FollowUpAction) -> str:
    """Return why an action is late, in words for the public; "" if it is not."""
    if action.is_past_due():
        return _("Overdue: the due date has passed")
    if action.is_silent():
        return _("Overdue: no update in more than 60 days")
    return ""
