"""Saved filters of the register, and what undoing a bulk change needs."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagement_site.accounts.models import User
from sessions_app.core.models import TimestampedModel
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback_register.enums import BulkOperation

#: How long whoever made a bulk change can undo it.
UNDO_FOR = datetime.timedelta(minutes=10)


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def usable_by(self, user: User) -> "SavedFilterQuerySet":
        """A user's own filters, and those shared with the office."""
        return self.filter(models.Q(owner=user) | models.Q(is_shared=True))


class SavedFilter(TimestampedModel):
    """A filter of the register under a name. Holds no words of a search (ADR 0056)."""

    name = models.CharField(_("name"), max_length=80)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="feedback_filters"
    )
    is_shared = models.BooleanField(
        _("share with the office"),
        default=False,
        help_text=_("Everyone who reads this register can then use it."),
    )
    query = models.TextField()

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="feedback_filter_named_once",
                violation_error_message=_(
                    "You already have a filter with this name. Enter another name."
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["name"],
                name="feedback_filter_shared",
                condition=models.Q(is_shared=True),
            ),
        ]

    def __str__(self) -> str:
        # The label in the audit log: names that people type can hold anything.
        return f"filter {self.pk}"


class BulkChange(models.Model):
    """One change of many items. Deleted with its items once it cannot be undone any more."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    operation = models.CharField(max_length=20, choices=BulkOperation)
    #: Also the ``updated_at`` of the items: one with another has been changed since.
    made_at = models.DateTimeField(default=timezone.now, db_index=True)
    count = models.PositiveIntegerField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("bulk change")
        verbose_name_plural = _("bulk changes")
        default_permissions = ()

    def __str__(self) -> str:
        return f"bulk change {self.pk}"

    @property
    def undo_until(self) -> datetime.datetime:
        return self.made_at + UNDO_FOR

    @property
    def can_be_undone(self) -> bool:
        return self.undone_at is None and timezone.now() < self.undo_until


class BulkChangeItem(models.Model):
    """What one item was before a bulk change."""

    bulk_change = models.ForeignKey(BulkChange, models.CASCADE, related_name="items")
    feedback_item = models.ForeignKey(FeedbackItem, models.CASCADE, related_name="bulk_changes")
    #: Values by field name, as JSON can hold them.
    before = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["bulk_change", "feedback_item"], name="bulk_change_item_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bulk_change} · {self.feedback_item_id}"
