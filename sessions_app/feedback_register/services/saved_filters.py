"""Services that save, rename, share and delete filters of the register."""

from django.db import transaction
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.versions import lock_current
from sessions_app.feedback.services.firewall import stop_allegation
from sessions_app.feedback_register.models import SavedFilter

#: Filters that one person may save; the register offers all of them.
MOST_FILTERS = 50


@transaction.atomic
def save_filter(*, saved: SavedFilter, by: User, expected_version: str = "") -> SavedFilter:
    """Save a filter, which belongs to ``by`` if it is new.

    Raises :class:`EngagementError` for a name that its owner has used already, and
    :class:`ChangedMeanwhileError` (optimistic locking).
    """
    before = lock_current(saved, transition_fields=["owner"], expected_version=expected_version)
    if before is None:
        saved.owner = by
    stop_allegation(text=saved.name, field="name")
    others = SavedFilter.objects.filter(owner=saved.owner).exclude(pk=saved.pk)
    if others.filter(name=saved.name).exists():
        raise EngagementError(
            _("You already have a filter with this name. Enter another name."), field="name"
        )
    if before is None and others.count() >= MOST_FILTERS:
        raise EngagementError(
            _("You have saved %(count)d filters. Delete one first.") % {"count": MOST_FILTERS}
        )
    saved.save()
    audit.record(
        instance=saved,
        action="engagement.feedback_filter.save",
        by=by,
        fields=audit.changed_fields(before=before, after=saved),
    )
    return saved


@transaction.atomic
def delete_filter(*, saved: SavedFilter, by: User) -> None:
    """Delete a filter. It is no record of the office; the items that it finds stay."""
    audit.record(instance=saved, action="engagement.feedback_filter.delete", by=by)
    saved.delete()
