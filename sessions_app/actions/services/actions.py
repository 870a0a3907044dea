"""Services that propose and edit follow-up actions."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.actions import emails
from sessions_app.actions.enums import ActionState
from sessions_app.actions.models import FollowUpAction
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.versions import lock_current
from sessions_app.programs.models import Agency

#: Written by transitions only, never by a form (see :func:`lock_current`).
TRANSITION_FIELDS = (
    "state",
    "state_reason",
    "last_update_at",
    "first_due_on",
    "superseded_by",
)


@transaction.atomic
def propose(
    *,
    action: FollowUpAction,
    by: User,
    supporting_agencies: Iterable[Agency] = (),
) -> FollowUpAction:
    """Propose an action and e-mail its owner. A due date in the past is refused."""
    check_due(action.due_on)
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
        check_due(action.due_on)
    action.save()
    if supporting_agencies is not None:
        action.supporting_agencies.set(supporting_agencies)
    changed = audit.changed_fields(before=before, after=action)
    owners = _owners(before, action)
    audit.record(instance=action, action="engagement.action.edit", by=by, fields=changed, **owners)
    if owners:
        emails.assigned(action=action)
    return action


def check_due(due_on: datetime.date | None, *, field: str = "due_on") -> None:
    if due_on is not None and due_on < timezone.localdate():
        raise EngagementError(_("Enter a future date."), field=field)


def _owners(before: FollowUpAction | None, after: FollowUpAction) -> dict[str, list[int | None]]:
    """Return the keys of the owners before and after a change, for :func:`had_a_part`."""
    pairs = {
        name: [getattr(before, f"{name}_id", None), getattr(after, f"{name}_id")]
        for name in ("owner", "owner_contact")
    }
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
