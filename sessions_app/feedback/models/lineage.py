"""What became of feedback items: splits, merges and duplicates, and who undid which."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions_app.feedback.enums import LineageKind, LineageRole
from sessions_app.feedback.models.feedback import FeedbackItem


class LineageOperation(models.Model):
    """One split, merge or marking as a duplicate. Undoing one keeps it, with the reason.

    ``before`` is what undoing restores: keys, dates and levels of attribution. Neither words of an
    item nor a key to a source, which an item that is not attributed must not have anywhere.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=LineageKind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("done on"), default=timezone.now, editable=False)
    before = models.JSONField(default=dict, editable=False)
    undone_at = models.DateTimeField(_("undone on"), null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: Why it was undone. Erased with the words of the items.
    reason = models.TextField(_("reason"), blank=True, db_default="")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("step in the lineage")
        verbose_name_plural = _("steps in the lineage")
        constraints = [
            models.CheckConstraint(
                name="lineage_undone_by_somebody",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def items(self, role: str) -> list[FeedbackItem]:
        """Return the items that have a role in it."""
        return [member.item for member in self.members.all() if member.role == role]


class LineageMember(models.Model):
    """The part that one feedback item had in an operation."""

    operation = models.ForeignKey(LineageOperation, models.CASCADE, related_name="members")
    item = models.ForeignKey(FeedbackItem, models.PROTECT, related_name="lineage")
    role = models.CharField(max_length=20, choices=LineageRole)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["operation", "item"], name="lineage_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.operation} · {self.item}"
