"""What staff screens say about a follow-up action: its warnings, its owner, its due date."""

from django.utils import formats
from django.utils.translation import gettext as _

from sessions_app.actions.enums import ActionState, Priority
from sessions_app.actions.models import FollowUpAction
from sessions_app.core.staff.people import name_of


def flags(action: FollowUpAction) -> list[str]:
    """Return the warnings of an action, as text."""
    words = []
    if action.is_overdue():
        words.append(_("Overdue"))
    elif action.is_past_due():
        words.append(_("Proposed date has passed"))
    if action.is_silent():
        words.append(_("No update in 60 days"))
    if action.state == ActionState.BLOCKED:
        words.append(_("Blocked"))
    if action.priority == Priority.URGENT:
        words.append(_("Urgent"))
    return words


def owner_words(action: FollowUpAction) -> str:
    """Return who carries out an action, and whether that person can no longer sign in."""
    if action.owner is None:
        contact = action.owner_contact
        return _("%(name)s (no account)") % {"name": contact.name} if contact else _("Nobody")
    return name_of(action.owner)


def due_day(action: FollowUpAction) -> str:
    """Return the due date. That of a proposal is no commitment, and is named as what it is."""
    if action.due_on is None:
        return ""
    words = _("%(day)s (proposed)") if action.is_proposed else "%(day)s"
    return words % {"day": formats.date_format(action.due_on, "M j, Y")}


def due_words(action: FollowUpAction) -> str:
    """Return the due date in a line with other words."""
    if action.due_on is None:
        return _("no due date")
    words = _("proposed for %(day)s") if action.is_proposed else _("due %(day)s")
    return words % {"day": formats.date_format(action.due_on, "M j, Y")}
