"""The service that records what agencies answer to the part that an action gives them."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.actions.enums import (
    ACTION_TRANSITIONS,
    ActionState,
    AgencyReply,
    AnswerChannel,
)
from sessions_app.actions.models import AgencyAnswer, FollowUpAction
from sessions_app.actions.services.updates import post_update
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.transitions import require_reason
from sessions_app.core.services.versions import lock
from sessions_app.programs.models import Agency
from sessions_app.programs.selectors import agency_of


@transaction.atomic
def record_answer(
    *,
    action: FollowUpAction,
    agency: Agency,
    answer: str,
    by: User,
    reason: str = "",
    answered_on: datetime.date | None = None,
    channel: str = AnswerChannel.HERE,
) -> AgencyAnswer:
    """Record that an agency accepts or declines to lead or to support an action.

    Declining needs a ``reason``. Somebody of another agency has to say through which ``channel``
    the answer came. The lead agency's answer moves the action: a proposal is accepted with it, and
    an open action is declined with the reason; the update that says so is public if the action is.

    Raises :class:`EngagementError` for an agency that has no part in the action, an action that has
    ended otherwise than by being declined, and a date in the future.
    """
    current = lock(action)
    as_lead = current.lead_agency_id == agency.pk
    if not as_lead and not current.supporting_agencies.filter(pk=agency.pk).exists():
        raise EngagementError(
            _("This agency neither leads nor supports the action. Choose another."), field="agency"
        )
    if not current.is_open and current.state != ActionState.DECLINED:
        raise EngagementError(
            _("This action is “%(state)s”, so its agencies have nothing to answer any more.")
            % {"state": current.get_state_display()}
        )
    if channel == AnswerChannel.HERE and agency_of(by) != agency:
        raise EngagementError(
            _("You answer for another agency. Say how its answer reached us."), field="channel"
        )
    answered_on = answered_on or timezone.localdate()
    if answered_on > timezone.localdate():
        raise EngagementError(_("Enter a date that is not in the future."), field="answered_on")
    if answer == AgencyReply.DECLINED:
        reason = require_reason(reason, _("Enter the reason it was declined."))
    given = AgencyAnswer.objects.create(
        action=current,
        agency=agency,
        as_lead=as_lead,
        answer=answer,
        reason=reason.strip(),
        answered_on=answered_on,
        channel=channel,
        recorded_by=by,
    )
    audit.record(
        instance=current,
        action="engagement.action.answer",
        by=by,
        agency=agency.abbreviation,
        answer=answer,
        as_lead=as_lead,
    )
    if as_lead:
        _move(current, given, by=by)
    return given


def _move(action: FollowUpAction, given: AgencyAnswer, *, by: User) -> None:
    """Move an action as its lead agency has answered."""
    to_state = ActionState.ACCEPTED if given.is_acceptance else ActionState.DECLINED
    if to_state not in ACTION_TRANSITIONS[action.state]:
        return
    words = (
        _("%(agency)s agreed to lead this action.")
        if given.is_acceptance
        else _("%(agency)s declined to lead this action.")
    )
    post_update(
        action=action,
        text=words % {"agency": given.agency.name},
        by=by,
        to_state=to_state,
        reason="" if given.is_acceptance else given.reason,
        is_public=action.is_public,
    )
