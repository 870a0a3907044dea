"""Services that take back the end of a feedback item. Routed to complaints has no way back."""

from django.db import transaction
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.models import AuditEntry
from sessions_app.core.services.transitions import require_reason, transition
from sessions_app.core.services.versions import lock
from sessions_app.feedback.enums import FEEDBACK_REOPENING, FEEDBACK_UNMARKING, FeedbackState
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback.services import lineage
from sessions_app.feedback.services.feedback import REASON_WORDS


@transaction.atomic
def reopen(*, item: FeedbackItem, reason: str, by: User) -> FeedbackItem:
    """Take an item that was closed, declined or outside the office's authority back into review.

    Needs a reason, which the public reads in place of the earlier one.
    """
    current = lock(item)
    lineage.require_own_place(current)
    transition(
        record=current,
        to=FeedbackState.IN_REVIEW,
        allowed=FEEDBACK_REOPENING,
        action="engagement.feedback.move",
        by=by,
        reason=require_reason(reason, _(REASON_WORDS)),
    )
    return current


@transaction.atomic
def unmark_duplicate(*, item: FeedbackItem, reason: str, by: User) -> FeedbackItem:
    """Give an item that is no duplicate the state back that it had before it was marked.

    Figures and public pages count it again, apart from the other item; its own duplicates never
    left it. Needs a reason.
    """
    current = lock(item, "duplicate_of")
    original, current.duplicate_of = current.duplicate_of, None
    reason = require_reason(reason, _(REASON_WORDS))
    transition(
        record=current,
        to=_state_before_marking(current),
        allowed=FEEDBACK_UNMARKING,
        action="engagement.feedback.move",
        by=by,
        reason=reason,
        changed=["duplicate_of"],
        logged={"duplicate_of": str(original or "")},
    )
    lineage.note_unmarked(current, reason=reason, by=by)
    return current


def _state_before_marking(item: FeedbackItem) -> str:
    """Return the state that a locked item had before it was marked as a duplicate.

    From the audit log, which cannot be edited. An item that was stored as a duplicate, for example
    by an import, goes to review: somebody has to look at it.
    """
    moves = AuditEntry.objects.for_instance(item).filter(data__state__1=FeedbackState.DUPLICATE)
    marking = moves.order_by("-pk").first()
    return marking.data["state"][0] if marking else FeedbackState.IN_REVIEW
