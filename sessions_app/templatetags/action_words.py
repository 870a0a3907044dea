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
    ActionState.SUPERSEDED: "info",
}


@register.filter
def action_kind(action: FollowUpAction) -> str:
    """Return the variant of an action's status tag."""
    return _KINDS[ActionState(action.state)]


@register.filter
def late_words(action: FollowUpAction) -> list[str]:
    """Return in words for the public that an action is late by its due date, and by silence."""
    words = []
    if action.is_overdue():
        words.append(_("Overdue: the due date has passed"))
    if action.is_silent():
        words.append(_("No update in more than 60 days"))
    return words
