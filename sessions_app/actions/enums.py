"""Choices and state machines of follow-up actions."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActionState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Accepted")
    IN_PROGRESS = "in_progress", _("In progress")
    BLOCKED = "blocked", _("Blocked")
    COMPLETED = "completed", _("Completed")
    VERIFIED = "verified", _("Completed and verified")
    DECLINED = "declined", _("Declined")
    SUPERSEDED = "superseded", _("Replaced by another action")


ACTION_TRANSITIONS: Mapping[str, frozenset[str]] = {
    ActionState.PROPOSED: frozenset({ActionState.ACCEPTED, ActionState.DECLINED}),
    ActionState.ACCEPTED: frozenset({ActionState.IN_PROGRESS, ActionState.DECLINED}),
    ActionState.IN_PROGRESS: frozenset(
        {ActionState.BLOCKED, ActionState.COMPLETED, ActionState.DECLINED}
    ),
    ActionState.BLOCKED: frozenset({ActionState.IN_PROGRESS, ActionState.DECLINED}),
    ActionState.COMPLETED: frozenset({ActionState.VERIFIED}),
    ActionState.VERIFIED: frozenset(),
    ActionState.DECLINED: frozenset(),
    ActionState.SUPERSEDED: frozenset(),
}
#: Ways back, each with a reason. Apart from the steps forward, which owners take themselves.
ACTION_RETURN: Mapping[str, frozenset[str]] = {
    ActionState.COMPLETED: frozenset({ActionState.IN_PROGRESS})
}
ACTION_REOPENING: Mapping[str, frozenset[str]] = dict.fromkeys(
    (ActionState.VERIFIED, ActionState.DECLINED), frozenset({ActionState.IN_PROGRESS})
)

#: Open states: the only ones in which an action can be overdue or silent.
OPEN_ACTION_STATES = (
    ActionState.PROPOSED,
    ActionState.ACCEPTED,
    ActionState.IN_PROGRESS,
    ActionState.BLOCKED,
)
#: States in which the outcome of an action stands.
DONE_ACTION_STATES = (ActionState.COMPLETED, ActionState.VERIFIED)
#: Open states in which the due date is a commitment. A proposal is none, so it cannot be overdue.
COMMITTED_ACTION_STATES = tuple(
    state for state in OPEN_ACTION_STATES if state != ActionState.PROPOSED
)
#: Ends in which nothing came of it, so that no date is shown.
ENDED_ACTION_STATES = (ActionState.DECLINED, ActionState.SUPERSEDED)
#: Replacing an action by another, with a reason, and taking that back: to what it was.
ACTION_SUPERSEDING: Mapping[str, frozenset[str]] = dict.fromkeys(
    OPEN_ACTION_STATES, frozenset({ActionState.SUPERSEDED})
)
ACTION_RESTORING: Mapping[str, frozenset[str]] = {
    ActionState.SUPERSEDED: frozenset(OPEN_ACTION_STATES)
}


class Priority(TextChoices):
    LOW = "low", _("Low")
    NORMAL = "normal", _("Normal")
    HIGH = "high", _("High")
    URGENT = "urgent", _("Urgent")


class LinkRelation(TextChoices):
    ADDRESSES = "addresses", _("Addresses")
    PARTLY = "partly", _("Addresses in part")
    DECLINED = "declined", _("Declines")


class AgencyReply(TextChoices):
    """What an agency says to a part in an action."""

    ACCEPTED = "accepted", _("Accepts")
    DECLINED = "declined", _("Declines")


class AnswerChannel(TextChoices):
    """How the answer of an agency reached this register."""

    HERE = "here", _("Given here by someone at the agency")
    EMAIL = "email", _("By e-mail")
    PHONE = "phone", _("By phone")
    MEETING = "meeting", _("In a meeting")
    LETTER = "letter", _("By letter")


class DueWindow(TextChoices):
    """When an action is due that somebody has committed to."""

    OVERDUE = "overdue", _("Overdue")
    WEEK = "week", _("This week")
    MONTH = "month", _("Later this month")
    LATER = "later", _("After this month")
    NONE = "none", _("No due date")
