"""Services that say which member of staff works on a feedback item."""

from django.db import transaction
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.versions import lock
from sessions_app.feedback.enums import FeedbackState
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback.selectors.assignees import may_be_assigned


@transaction.atomic
def assign(*, item: FeedbackItem, assignee: User | None, by: User) -> FeedbackItem:
    """Say who works on an item; None for nobody.

    Raises :class:`EngagementError` for somebody who may not edit feedback, and for an item that was
    routed to complaints. Assigning the same person again changes nothing.
    """
    current = lock(item)
    if current.state == FeedbackState.ROUTED:
        raise EngagementError(_("This item was routed to complaints. Nobody works on it here."))
    if assignee is not None and not may_be_assigned(assignee):
        raise EngagementError(
            _("Choose someone who may edit concerns and suggestions."), field="assignee"
        )
    before = current.assigned_to_id
    if before == (assignee.pk if assignee else None):
        return current
    current.assigned_to = assignee
    current.save(update_fields=["assigned_to", "updated_at"])
    audit.record(
        instance=current,
        action="engagement.feedback.assign",
        by=by,
        assigned_to=[before, current.assigned_to_id],
    )
    return current
