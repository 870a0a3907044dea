"""Services that post updates on follow-up actions, with which they move forward."""

import datetime
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement_site.accounts.models import User
from sessions_app.actions.enums import (
    ACTION_TRANSITIONS,
    COMMITTED_ACTION_STATES,
    OPEN_ACTION_STATES,
    ActionState,
)
from sessions_app.actions.models import ActionEvidence, ActionUpdate, FollowUpAction
from sessions_app.actions.selectors import had_a_part, is_accepted_by_lead
from sessions_app.actions.services.actions import check_due
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.transitions import check_transition, require_reason
from sessions_app.core.services.versions import lock

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

#: Why somebody cannot verify an action.
VERIFIED_BY_SOMEBODY_ELSE = gettext_lazy(
    "Someone who has neither owned nor completed this action must verify it."
)
#: Why a proposal cannot be accepted yet.
ACCEPTED_BY_LEAD_AGENCY = gettext_lazy(
    "The lead agency has not accepted this action. Record its answer: that accepts the action."
)
#: Why a user may not move an action to a state, see :func:`may_move_to`.
WHY_NOT: Mapping[str, "StrPromise"] = {
    ActionState.ACCEPTED: ACCEPTED_BY_LEAD_AGENCY,
    ActionState.VERIFIED: VERIFIED_BY_SOMEBODY_ELSE,
}


@transaction.atomic
def post_update(
    *,
    action: FollowUpAction,
    text: str,
    by: User,
    to_state: str | None = None,
    reason: str = "",
    revised_due_on: datetime.date | None = None,
    due_reason: str = "",
    is_public: bool = False,
    outcome: str = "",
    evidence: Iterable["UploadedFile[bytes]"] = (),
) -> ActionUpdate:
    """Post an action update, optionally with a new state or due date.

    The update is append-only. Accepting needs the acceptance of the lead agency, declining a
    ``reason``, completing an ``outcome`` unless the action has one; a new due date needs a
    ``due_reason`` and must not be in the past. The first date that is committed to is kept. The
    ``evidence`` is kept private until the update and its action are public.
    """
    current = lock(action)
    was = current.state
    if not text.strip():
        raise EngagementError(_("Enter what happened."), field="text")
    if to_state and to_state != was:
        current.state_reason = _check_step(current, to_state, by=by, reason=reason)
        current.outcome = outcome.strip() or current.outcome
        if to_state == ActionState.COMPLETED and not current.outcome.strip():
            raise EngagementError(_("Enter the outcome. The public can read it."), field="outcome")
        current.state = to_state
    if revised_due_on is not None:
        if current.state not in OPEN_ACTION_STATES:
            raise EngagementError(
                _("This action is closed, so its due date cannot change. Leave this blank."),
                field="revised_due_on",
            )
        if not due_reason.strip():
            raise EngagementError(_("Enter the reason for the new date."), field="due_reason")
        check_due(revised_due_on, field="revised_due_on")
        current.due_on = revised_due_on
    if current.first_due_on is None and current.state in COMMITTED_ACTION_STATES:
        current.first_due_on = current.due_on
    current.last_update_at = timezone.now()
    current.save()
    update = ActionUpdate.objects.create(
        action=current,
        by=by,
        text=text.strip(),
        from_state=was,
        to_state=current.state,
        revised_due_on=revised_due_on,
        due_reason=due_reason.strip(),
        is_public=is_public,
    )
    files = list(evidence)
    audit.record(
        instance=current,
        action="engagement.action.update",
        by=by,
        state=[was, current.state],
        is_public=is_public,
        evidence=len(files),
    )
    _attach(update, files)
    return update


def _check_step(action: FollowUpAction, to_state: str, *, by: User, reason: str) -> str:
    """Check a step forward, and return the reason of the state to which it leads."""
    check_transition(record=action, to=to_state, allowed=ACTION_TRANSITIONS)
    if not may_move_to(to_state, action=action, by=by):
        raise EngagementError(str(WHY_NOT[to_state]), field="to_state")
    if to_state == ActionState.DECLINED:
        return require_reason(
            reason, _("Enter the reason it was declined. The public can read this.")
        )
    return reason


def may_move_to(state: str, *, action: FollowUpAction, by: User) -> bool:
    """Whether a user may move an action to a state.

    Nobody verifies what they owned or completed at any time, even after it was reassigned. Only the
    acceptance of its lead agency makes a proposal an accepted action.
    """
    if state == ActionState.ACCEPTED:
        return is_accepted_by_lead(action)
    return state != ActionState.VERIFIED or not had_a_part(action, by)


def _attach(update: ActionUpdate, files: list["UploadedFile[bytes]"]) -> None:
    """Store the files. If one cannot be stored, none is: a rollback does not take back files."""
    stored: list[ActionEvidence] = []
    try:
        for file in files:
            piece = ActionEvidence(update=update, name=file.name or "", size=file.size or 0)
            piece.file.save(piece.name, file, save=False)
            stored.append(piece)
            piece.save()
    except BaseException:
        for piece in stored:
            piece.file.delete(save=False)
        raise
