"""Services that link follow-up actions to the feedback items that they answer."""

from django.db import transaction
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.actions.enums import LinkRelation
from sessions_app.actions.models import ActionLink, FollowUpAction
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.transitions import require_reason
from sessions_app.core.services.versions import lock
from sessions_app.feedback.enums import FeedbackState
from sessions_app.feedback.models import FeedbackItem


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
