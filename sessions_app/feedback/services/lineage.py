"""Notes what became of feedback items. What changes them is in ``feedback_operations``."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.feedback.enums import LineageKind, LineageRole
from sessions_app.feedback.models import FeedbackItem, LineageMember, LineageOperation


def note(
    kind: str,
    *,
    by: User,
    members: Mapping[str, Iterable[FeedbackItem]],
    before: Mapping[str, Any] | None = None,
) -> LineageOperation:
    """Store an operation with its members by role. Inside the transaction that changes them."""
    operation = LineageOperation.objects.create(kind=kind, by=by, before=before or {})
    LineageMember.objects.bulk_create(
        LineageMember(operation=operation, item=item, role=role)
        for role, items in members.items()
        for item in items
    )
    return operation


def note_undone(operation: LineageOperation, *, reason: str, by: User) -> None:
    """Store that a locked operation was undone, and why."""
    operation.undone_at, operation.undone_by, operation.reason = timezone.now(), by, reason
    operation.save(update_fields=["undone_at", "undone_by", "reason"])


def note_unmarked(item: FeedbackItem, *, reason: str, by: User) -> None:
    """Store that an item is no duplicate after all. One that was imported as one has no note."""
    marking = LineageOperation.objects.filter(
        kind=LineageKind.DUPLICATE,
        undone_at=None,
        members__item=item,
        members__role=LineageRole.DUPLICATE,
    ).last()
    if marking is not None:
        note_undone(marking, reason=reason, by=by)


def require_own_place(item: FeedbackItem, *, field: str | None = None) -> None:
    """Raise :class:`EngagementError` for an item that was merged or split: others stand for it."""
    if item.merged_into is not None:
        raise EngagementError(
            _("%(reference)s was merged into %(other)s. Go on with that one.")
            % {"reference": item, "other": item.merged_into},
            field=field,
        )
    if item.was_split:
        raise EngagementError(
            _("%(reference)s was split. Go on with its parts.") % {"reference": item}, field=field
        )
