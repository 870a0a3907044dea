"""Services that take a follow-up action back to progress, with a reason."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.actions import emails
from sessions_app.actions.enums import (
    ACTION_REOPENING,
    ACTION_RETURN,
    COMMITTED_ACTION_STATES,
    ActionState,
    LinkRelation,
)
from sessions_app.actions.models import ActionUpdate, FollowUpAction
from sessions_app.actions.selectors import is_declined_by_lead
from sessions_app.actions.services.links import link_feedback
from sessions_app.core.errors import EngagementError
from sessions_app.core.services.transitions import (
    AllowedTransitions,
    require_reason,
    transition,
)
from sessions_app.core.services.versions import lock


@transaction.atomic
def return_to_owner(*, action: FollowUpAction, reason: str, by: User) -> ActionUpdate:
    """Return a completed action to its owner, who is e-mailed what is missing, the ``reason``."""
    return _take_back(
        action,
        reason=require_reason(reason, _("Enter what is missing.")),
        by=by,
        allowed=ACTION_RETURN,
        log_action="engagement.action.return",
    )


@transaction.atomic
def reopen(*, action: FollowUpAction, reason: str, by: User) -> ActionUpdate:
    """Take up a verified or declined action again, and e-mail its owner the ``reason``.

    A declined action that is in progress again declines nothing: its links that said so now say
    that it addresses the item, which hides their notes from the public.

    Raises :class:`EngagementError` while the answer of the lead agency is that it declines.
    """
    update = _take_back(
        action,
        reason=require_reason(reason, _("Enter the reason.")),
        by=by,
        allowed=ACTION_REOPENING,
        log_action="engagement.action.reopen",
    )
    if update.from_state == ActionState.DECLINED:
        # In the order of the items, which are locked: two moves cannot deadlock.
        links = action.feedback_links.filter(relation=LinkRelation.DECLINED)
        for link in links.select_related("feedback_item").order_by("feedback_item_id"):
            link_feedback(action=action, item=link.feedback_item, note=link.note, by=by)
    return update


def _take_back(
    action: FollowUpAction,
    *,
    reason: str,
    by: User,
    allowed: AllowedTransitions,
    log_action: str,
) -> ActionUpdate:
    """Move an action back to progress, and tell its owner why, and the public if it is in the
    tracker, which showed the state, even if the updates before it were not public.
    """
    current = lock(action)
    was = current.state
    if was == ActionState.DECLINED and is_declined_by_lead(current):
        raise EngagementError(
            _("The lead agency declined this action. Record that it accepts before you reopen it.")
        )
    current.last_update_at = timezone.now()
    changed, logged = ["last_update_at"], {}
    if was == ActionState.DECLINED and not _was_accepted(current):
        # Nobody has committed to the date of a proposal.
        logged["proposed_due_on"] = str(current.due_on or "")
        current.due_on = None
        changed.append("due_on")
    transition(
        record=current,
        to=ActionState.IN_PROGRESS,
        allowed=allowed,
        action=log_action,
        by=by,
        reason="",
        changed=changed,
        logged=logged,
    )
    update = ActionUpdate.objects.create(
        action=current,
        by=by,
        text=reason,
        from_state=was,
        to_state=current.state,
        is_public=current.is_public,
    )
    emails.reopened(update=update)
    return update


def _was_accepted(action: FollowUpAction) -> bool:
    committed = Q(from_state__in=COMMITTED_ACTION_STATES) | Q(to_state__in=COMMITTED_ACTION_STATES)
    return action.updates.filter(committed).exists()
