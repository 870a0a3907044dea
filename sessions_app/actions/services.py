"""Services that propose follow-up actions, link them to feedback, post updates and reopen them."""

import datetime
from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement_site.accounts.models import User
from sessions_app.actions import emails
from sessions_app.actions.enums import (
    ACTION_REOPENING,
    ACTION_RETURN,
    ACTION_TRANSITIONS,
    COMMITTED_ACTION_STATES,
    OPEN_ACTION_STATES,
    ActionState,
    LinkRelation,
)
from sessions_app.actions.models import ActionEvidence, ActionLink, ActionUpdate, FollowUpAction
from sessions_app.actions.selectors import had_a_part
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.transitions import (
    AllowedTransitions,
    check_transition,
    require_reason,
    transition,
)
from sessions_app.core.services.versions import lock, lock_current
from sessions_app.feedback.enums import FeedbackState
from sessions_app.feedback.models import FeedbackItem
from sessions_app.programs.models import Agency

#: Written by transitions only, never by a form (see :func:`lock_current`).
TRANSITION_FIELDS = ("state", "state_reason", "last_update_at")

#: Why somebody cannot verify an action.
VERIFIED_BY_SOMEBODY_ELSE = gettext_lazy(
    "Someone who has neither owned nor completed this action must verify it."
)


@transaction.atomic
def propose(
    *,
    action: FollowUpAction,
    by: User,
    supporting_agencies: Iterable[Agency] = (),
) -> FollowUpAction:
    """Propose an action and e-mail its owner. A due date in the past is refused."""
    _check_due(action.due_on)
    action.save()
    action.supporting_agencies.set(supporting_agencies)
    audit.record(instance=action, action="engagement.action.create", by=by, **_owners(None, action))
    emails.assigned(action=action)
    return action


@transaction.atomic
def edit(
    *,
    action: FollowUpAction,
    by: User,
    supporting_agencies: Iterable[Agency] | None = None,
    expected_version: str = "",
) -> FollowUpAction:
    """Save changes to an action, and e-mail a new owner.

    The due date of an accepted action is changed by :func:`post_update`, with a reason. Raises
    :class:`ChangedMeanwhileError` (optimistic locking) if the stored version is not the
    ``expected_version``.
    """
    before = lock_current(
        action, transition_fields=TRANSITION_FIELDS, expected_version=expected_version
    )
    if before and action.due_on != before.due_on:
        if before.state != ActionState.PROPOSED:
            raise EngagementError(
                _(
                    "This due date is a commitment. To change it, post an update and give "
                    "the reason."
                ),
                field="due_on",
            )
        _check_due(action.due_on)
    action.save()
    if supporting_agencies is not None:
        action.supporting_agencies.set(supporting_agencies)
    changed = audit.changed_fields(before=before, after=action)
    owners = _owners(before, action)
    audit.record(instance=action, action="engagement.action.edit", by=by, fields=changed, **owners)
    if owners:
        emails.assigned(action=action)
    return action


@transaction.atomic
def link_feedback(
    *,
    action: FollowUpAction,
    item: FeedbackItem,
    by: User,
    relation: str = LinkRelation.ADDRESSES,
    note: str = "",
) -> ActionLink:
    """Record how an action answers a feedback item. Linking again updates relation and note.

    A link that declines the item needs a note with the reason.
    """
    if lock(item).state == FeedbackState.ROUTED:
        raise EngagementError(
            _("This item was routed to complaints, so no action can be linked to it."), field="item"
        )
    if relation == LinkRelation.DECLINED:
        note = require_reason(note, _("Enter the reason it was declined."))
    link, _created = ActionLink.objects.update_or_create(
        action=action,
        feedback_item=item,
        defaults={"relation": relation, "note": note, "linked_by": by},
    )
    audit.record(
        instance=action,
        action="engagement.action.link",
        by=by,
        feedback=item.reference,
        relation=relation,
    )
    return link


@transaction.atomic
def unlink_feedback(*, action: FollowUpAction, item: FeedbackItem, by: User) -> None:
    """Remove a link that was made by mistake."""
    deleted, _rows = ActionLink.objects.filter(action=action, feedback_item=item).delete()
    if deleted:
        audit.record(
            instance=action,
            action="engagement.action.unlink",
            by=by,
            feedback=item.reference,
        )


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
    evidence: Iterable["UploadedFile[bytes]"] = (),
) -> ActionUpdate:
    """Post an action update, optionally with a new state or due date.

    The update is append-only. Declining needs a ``reason``; a new due date needs a ``due_reason``
    and must not be in the past. The ``evidence`` is kept private until the update and its action
    are public.
    """
    current = lock(action)
    was = current.state
    if not text.strip():
        raise EngagementError(_("Enter what happened."), field="text")
    if to_state and to_state != was:
        check_transition(record=current, to=to_state, allowed=ACTION_TRANSITIONS)
        if not may_move_to(to_state, action=current, by=by):
            raise EngagementError(str(VERIFIED_BY_SOMEBODY_ELSE), field="to_state")
        if to_state == ActionState.DECLINED:
            reason = require_reason(
                reason, _("Enter the reason it was declined. The public can read this.")
            )
        current.state = to_state
        current.state_reason = reason
    if revised_due_on is not None:
        if current.state not in OPEN_ACTION_STATES:
            raise EngagementError(
                _("This action is closed, so its due date cannot change. Leave this blank."),
                field="revised_due_on",
            )
        if not due_reason.strip():
            raise EngagementError(_("Enter the reason for the new date."), field="due_reason")
        _check_due(revised_due_on, field="revised_due_on")
        current.due_on = revised_due_on
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


def may_move_to(state: str, *, action: FollowUpAction, by: User) -> bool:
    """Whether a user may move an action to a state.

    Nobody verifies what they owned or completed at any time, even after it was reassigned.
    """
    return state != ActionState.VERIFIED or not had_a_part(action, by)


def _owners(before: FollowUpAction | None, after: FollowUpAction) -> dict[str, list[int | None]]:
    """Return the keys of the owners before and after a change, for :func:`had_a_part`."""
    pairs = {
        name: [getattr(before, f"{name}_id", None), getattr(after, f"{name}_id")]
        for name in ("owner", "owner_contact")
    }
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _check_due(due_on: datetime.date | None, *, field: str = "due_on") -> None:
    if due_on is not None and due_on < timezone.localdate():
        raise EngagementError(_("Enter a future date."), field=field)
