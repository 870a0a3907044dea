"""Merges of duplicate organizations, recorded so that they can be undone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions_app.organizations.models.organizations import Organization


class OrganizationMerge(models.Model):
    """The rows that were moved from one organization to another."""

    kept = models.ForeignKey(
        Organization, models.PROTECT, related_name="merges", verbose_name=_("kept organization")
    )
    merged = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="merged_by",
        verbose_name=_("merged organization"),
    )
    merged_at = models.DateTimeField(_("merged on"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(_("undone on"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    #: Primary keys of the moved rows by table, and other changes; read and written only by
    #: ``organization_operations/services/merges.py``.
    moved = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("organization merge")
        verbose_name_plural = _("organization merges")
        constraints = [
            models.UniqueConstraint(
                fields=["merged"],
                name="organization_merged_once",
                condition=Q(undone_at__isnull=True),
            ),
            models.CheckConstraint(
                name="organization_merged_into_another", condition=~Q(kept=F("merged"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged} → {self.kept}"
