"""Answers of agencies, first promises and their revisions, and one action that replaces another."""

import datetime

from home.management.demo.people import Staff
from sessions_app.actions.enums import (
    COMMITTED_ACTION_STATES,
    DONE_ACTION_STATES,
    ActionState,
    AgencyReply,
    AnswerChannel,
)
from sessions_app.models import ActionUpdate, AgencyAnswer, FollowUpAction
from sessions_app.programs.models import Agency

#: What replaced an action: its title, and why.
REPLACED = {
    "Print all forms on colored paper": (
        "Test translated forms with readers",
        "Readers need words that they understand, not colors. The test takes over what was asked.",
    ),
}
#: Reasons for which a date was moved, in turn.
MOVED = (
    "The translations take longer than planned.",
    "Two of the places can begin only after their audit.",
    "The first try showed that the form has to be shorter.",
)
DECLINED_TO_HELP = "We have nobody for this before the next budget year."


def make_promises(actions: list[FollowUpAction], staff: Staff) -> None:
    """Give each action the answers and dates that fit the updates that it has."""
    successors = {action.title: action for action in actions}
    for number, action in enumerate(actions):
        _answer(action, number, staff)
        if action.title in REPLACED:
            title, reason = REPLACED[action.title]
            action.superseded_by, action.state_reason = successors[title], reason
            action.state = ActionState.SUPERSEDED
        _promise(action, number, staff)
        FollowUpAction.objects.filter(pk=action.pk).update(
            state=action.state,
            state_reason=action.state_reason,
            superseded_by=action.superseded_by,
            first_due_on=action.first_due_on,
        )


def _answer(action: FollowUpAction, number: int, staff: Staff) -> None:
    """Record what the lead agency said before each step that needs it, and who helps."""
    for update in action.updates.order_by("pk"):
        if not update.changes_state or update.to_state not in ("accepted", "declined"):
            continue
        reply = AgencyReply(update.to_state)
        reason = action.state_reason if reply == AgencyReply.DECLINED else ""
        _record(action, action.lead_agency, reply, update.at.date(), staff, reason=reason)
        if reply == AgencyReply.DECLINED:
            continue
        for agency in action.supporting_agencies.all():
            helps = number % 4 != 3
            _record(
                action,
                agency,
                AgencyReply.ACCEPTED if helps else AgencyReply.DECLINED,
                update.at.date(),
                staff,
                reason="" if helps else DECLINED_TO_HELP,
            )


def _record(
    action: FollowUpAction,
    agency: Agency,
    reply: str,
    day: datetime.date,
    staff: Staff,
    *,
    reason: str,
) -> None:
    AgencyAnswer.objects.create(
        action=action,
        agency=agency,
        as_lead=agency == action.lead_agency,
        answer=reply,
        reason=reason,
        answered_on=day,
        channel=AnswerChannel.HERE if agency.abbreviation == "CRCL" else AnswerChannel.EMAIL,
        recorded_by=staff.officer,
    )


def _promise(action: FollowUpAction, number: int, staff: Staff) -> None:
    """Set the first date, which a few in progress have moved since."""
    if action.state not in (*COMMITTED_ACTION_STATES, *DONE_ACTION_STATES):
        return
    action.first_due_on = action.due_on
    if action.state != ActionState.IN_PROGRESS or number % 3 or action.due_on is None:
        return
    action.first_due_on = action.due_on - datetime.timedelta(days=45)
    last = action.updates.order_by("-at", "-pk").first()
    if last is None:
        return
    ActionUpdate.objects.create(
        action=action,
        by=action.owner or staff.officer,
        at=last.at + datetime.timedelta(minutes=5),
        text="We need more time, and say so now.",
        from_state=action.state,
        to_state=action.state,
        revised_due_on=action.due_on,
        due_reason=MOVED[number % len(MOVED)],
        is_public=True,
    )
