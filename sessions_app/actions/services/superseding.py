"""Services that replace a follow-up action by another, and take that back."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.actions.enums import (
    ACTION_RESTORING,
    ACTION_SUPERSEDING,
    ENDED_ACTION_STATES,
    ActionState,
)
from sessions_app.actions.models import ActionLink, ActionUpdate, FollowUpAction
from sessions_app.actions.services.links import link_feedback
from sessions_app.core.errors import EngagementError
from sessions_app.core.services.transitions import require_reason, transition
from sessions_app.core.services.versions import lock


@transaction.atomic
def supersede(
    *,
    action: FollowUpAction,
    successor: FollowUpAction,
    reason: str,
    by: User,
    carried_over: Iterable[ActionLink] = (),
) -> ActionUpdate:
    """Replace an open action by another, which answers from now on what this one answered.

    The links ``carried_over`` are made for the successor too, unless it has one to the same item.
    An action that has itself been replaced, or declined, replaces nothing: so there is no cycle.
    """
    reason = require_reason(reason, _("Enter the reason it was replaced. The public can read it."))
    # In the order of their keys, so that two people replacing each other's cannot deadlock.
    rows = FollowUpAction.objects.select_for_update(no_key=True).order_by("pk")
    both = {row.pk: row for row in rows.filter(pk__in=[action.pk, successor.pk])}
    current, other = both[action.pk], both[successor.pk]
    if other.pk == current.pk:
        raise EngagementError(_("An action cannot replace itself. Choose another."))
    if other.state in ENDED_ACTION_STATES:
        raise EngagementError(
            _("%(reference)s is “%(state)s”. Choose another action.")
            % {"reference": other, "state": other.get_state_display()}
        )
    was = current.state
    current.superseded_by = other
    current.last_update_at = timezone.now()
    transition(
        record=current,
        to=ActionState.SUPERSEDED,
        allowed=ACTION_SUPERSEDING,
        action="engagement.action.supersede",
        by=by,
        reason=reason,
        changed=["superseded_by", "last_update_at"],
        logged={"successor": other.reference},
    )
    _carry_over(carried_over, action=current, successor=other, by=by)
    return _tell(current, text=reason, was=was, by=by)


@transaction.atomic
def restore(*, action: FollowUpAction, reason: str, by: User) -> ActionUpdate:
    """Take back that an action was replaced: it is again what it was. Links made since stay."""
    reason = require_reason(reason, _("Enter the reason."))
    current = lock(action)
    replaced = current.updates.filter(to_state=ActionState.SUPERSEDED).order_by("-at", "-pk")
    # Without the update, as after an import: nobody promises a date for a proposal.
    unknown = ActionState.ACCEPTED if current.first_due_on else ActionState.PROPOSED
    before = replaced.values_list("from_state", flat=True).first() or unknown
    was = current.state
    current.superseded_by = None
    current.last_update_at = timezone.now()
    transition(
        record=current,
        to=before,
        allowed=ACTION_RESTORING,
        action="engagement.action.restore",
        by=by,
        reason="",
        changed=["superseded_by", "last_update_at"],
    )
    return _tell(current, text=reason, was=was, by=by)


def _carry_over(
    links: Iterable[ActionLink], *, action: FollowUpAction, successor: FollowUpAction, by: User
) -> None:
    kept = action.feedback_links.filter(pk__in=[link.pk for link in links])
    known = successor.feedback_links.values("feedback_item")
    for link in kept.exclude(feedback_item__in=known).order_by("feedback_item_id"):
        link_feedback(
            action=successor,
            item=link.feedback_item,
            relation=link.relation,
            note=link.note,
            by=by,
        )


def _tell(action: FollowUpAction, *, text: str, was: str, by: User) -> ActionUpdate:
    """Log the step among the updates: public if the action is, whose state the tracker showed."""
    return ActionUpdate.objects.create(
        action=action,
        by=by,
        text=text,
        from_state=was,
        to_state=action.state,
        is_public=action.is_public,
    )
