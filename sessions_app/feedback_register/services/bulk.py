"""Changes of many feedback items at once, and taking them back.

Set-based: a few statements for thousands of items, so that the write lock of SQLite is held for a
moment and not for a minute. What the services of a single item check and log is checked and logged
for each (ADR 0051).
"""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.actions.enums import LinkRelation
from sessions_app.core.errors import EngagementError
from sessions_app.core.services.transitions import require_reason
from sessions_app.core.services.versions import lock, require_version, version_of_all
from sessions_app.feedback.enums import FEEDBACK_STATES_WITH_REASON
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback.selectors.assignees import may_be_assigned
from sessions_app.feedback.services.feedback import REASON_WORDS
from sessions_app.feedback.services.firewall import stop_allegation
from sessions_app.feedback_register.enums import BULK_STATES, MOST_ITEMS, BulkOperation
from sessions_app.feedback_register.models import UNDO_FOR, BulkChange, BulkChangeItem
from sessions_app.feedback_register.selectors.bulk import BulkRequest, refusals
from sessions_app.feedback_register.services.bulk_steps import BATCH, STEPS


@transaction.atomic
def apply(
    *, request: BulkRequest, keys: Collection[int], by: User, expected_version: str = ""
) -> BulkChange:
    """Change the items with these primary keys as requested; those that cannot be are left out.

    All or none, with an audit entry for each. Raises :class:`ChangedMeanwhileError` if one of them
    is not as it was when ``expected_version`` was taken (:func:`version_of_all`), and
    :class:`EngagementError` for a request that is incomplete, too large or changes nothing.
    """
    if len(keys) > MOST_ITEMS:
        raise EngagementError(too_many_words())
    _check(request)
    delete_expired()
    if request.action is not None:
        # Actions first and by key, as saving the form of an action does.
        lock(request.action)
    items = lock_items(keys)
    require_version(expected=expected_version, current=version_of_all(items))
    refused = refusals(request, items)
    able = [item for item in items if item.pk not in refused]
    if not able:
        raise EngagementError(_("None of these items can be changed like that."))
    now = timezone.now()
    change = BulkChange.objects.create(
        by=by, operation=request.operation, made_at=now, count=len(able)
    )
    before = STEPS[request.operation](request, able, change)
    FeedbackItem.objects.filter(pk__in=[item.pk for item in able]).update(updated_at=now)
    BulkChangeItem.objects.bulk_create(
        [
            BulkChangeItem(bulk_change=change, feedback_item=item, before=before[item.pk])
            for item in able
        ],
        batch_size=BATCH,
    )
    return change


def lock_items(keys: Collection[int]) -> list[FeedbackItem]:
    """Lock items in primary key order, so that two bulk changes cannot deadlock."""
    rows = FeedbackItem.objects.select_for_update(of=("self",), no_key=True)
    return list(rows.filter(pk__in=keys).order_by("pk"))


def too_many_words() -> str:
    return _(
        "At most %(count)s items can be changed at once. Add a filter, and change them in parts."
    ) % {"count": f"{MOST_ITEMS:,}"}


def _check(request: BulkRequest) -> None:
    """Raise :class:`EngagementError` for what the service of a single item would refuse, and
    :class:`ReadsLikeAllegationError` for words about a person.
    """
    stop_allegation(text=request.reason, field="reason")
    stop_allegation(text=request.note, field="note")
    match request.operation:
        case BulkOperation.ASSIGN:
            if request.assignee is not None and not may_be_assigned(request.assignee):
                raise EngagementError(
                    _("Choose someone who may edit concerns and suggestions."), field="assignee"
                )
        case BulkOperation.MOVE:
            if request.to_state not in BULK_STATES:
                raise EngagementError(_("Choose a status."), field="to_state")
            if request.to_state in FEEDBACK_STATES_WITH_REASON:
                require_reason(request.reason, _(REASON_WORDS))
        case BulkOperation.LINK:
            if request.relation == LinkRelation.DECLINED:
                require_reason(request.note, _("Enter the reason it was declined."))


def delete_expired() -> int:
    """Delete what can no longer be undone, because it holds reasons; return how many rows."""
    expired = BulkChange.objects.filter(made_at__lt=timezone.now() - UNDO_FOR)
    return expired.delete()[0] if expired.exists() else 0
