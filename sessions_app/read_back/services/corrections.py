"""Services with which staff settle what an organization corrected."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.transitions import require_reason
from sessions_app.core.services.versions import lock
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback.services import feedback
from sessions_app.read_back.enums import Settlement
from sessions_app.read_back.models import StatementAnswer


@transaction.atomic
def accept(*, item: FeedbackItem, summary: str, by: User) -> FeedbackItem:
    """Write a correction into the summary, which has to be approved then.

    Raises :class:`EngagementError` if there is none to settle, and what :func:`feedback.edit`
    raises.
    """
    current = lock(item)
    answer = _open_correction(current)
    current.public_summary = summary
    feedback.edit(item=current, by=by)
    _settle(answer, Settlement.ACCEPTED, by=by)
    return current


@transaction.atomic
def keep(*, item: FeedbackItem, reason: str, by: User) -> FeedbackItem:
    """Keep the summary in spite of a correction. Needs a reason; the summary is approved again."""
    current = lock(item)
    answer = _open_correction(current)
    answer.settlement_reason = require_reason(reason, _("Enter the reason."))
    _settle(answer, Settlement.KEPT, by=by)
    return current


def _open_correction(item: FeedbackItem) -> StatementAnswer:
    answer = item.statement_answers.open_corrections().first()
    if answer is None:
        raise EngagementError(_("No correction is waiting. Reload the page to see what changed."))
    return answer


def _settle(answer: StatementAnswer, settlement: Settlement, *, by: User) -> None:
    answer.settlement = settlement
    answer.settled_at, answer.settled_by = timezone.now(), by
    answer.save()
    audit.record(
        instance=answer.feedback_item,
        action="engagement.feedback.settle_correction",
        by=by,
        settlement=settlement.value,
    )
