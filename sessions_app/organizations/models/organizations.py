"""Organizations that the office deals with."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sessions_app.core.models import (
    ReferencedModel,
    SearchedModel,
    SearchedQuerySet,
    TimestampedModel,
)
from sessions_app.organizations.enums import OrganizationKind, VerificationState
from sessions_app.organizations.names import STEM_LENGTH, organization_key
from sessions_app.organizations.websites import website_key
from sessions_app.programs.models import Jurisdiction, Language

#: Contacts are reminded, and staff are notified, this long before a verification expires.
LAPSES_SOON = datetime.timedelta(days=30)


class Constituency(models.Model):
    """A community that organizations serve or speak for."""

    name = models.CharField(_("name"), max_length=100, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("community")
        verbose_name_plural = _("communities")

    def __str__(self) -> str:
        return self.name


class OrganizationQuerySet(SearchedQuerySet["Organization"]):
    def current(self) -> "OrganizationQuerySet":
        """Organizations that were not merged into another one."""
        return self.filter(merged_into__isnull=True)

    def known_as(self, name: str) -> "OrganizationQuerySet":
        """Current organizations with this name or other name, after normalization."""
        key = organization_key(name)
        return self.current().filter(Q(name_key=key) | Q(aliases__name_key=key)).distinct()

    def lapsing(self, *, by: datetime.date) -> "OrganizationQuerySet":
        """Organizations whose verification expires by that date, soonest first."""
        return (
            self.current()
            .filter(verification=VerificationState.VERIFIED, verification_due_on__lte=by)
            .order_by("verification_due_on", "pk")
        )

    def to_verify(self) -> "OrganizationQuerySet":
        return self.current().filter(
            verification__in=[VerificationState.PENDING, VerificationState.LAPSED]
        )


class Organization(SearchedModel, ReferencedModel, TimestampedModel):
    REFERENCE_KIND = "OR"
    SEARCHED = ("reference", "name")

    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=200, editable=False, db_index=True)
    kind = models.CharField(_("kind"), max_length=30, choices=OrganizationKind)
    website = models.URLField(_("website"), blank=True)
    domain = models.CharField(
        max_length=100, blank=True, db_default="", editable=False, db_index=True
    )
    constituencies = models.ManyToManyField(
        Constituency, blank=True, related_name="organizations", verbose_name=_("communities")
    )
    jurisdictions = models.ManyToManyField(
        Jurisdiction, blank=True, related_name="organizations", verbose_name=_("jurisdictions")
    )
    languages = models.ManyToManyField(
        Language, blank=True, related_name="organizations", verbose_name=_("languages")
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="chapters",
        verbose_name=_("parent organization"),
    )
    verification = models.CharField(
        _("verification"),
        max_length=20,
        choices=VerificationState,
        default=VerificationState.PENDING,
        editable=False,
    )
    verified_on = models.DateField(_("date verified"), null=True, blank=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("verified by"),
    )
    verification_due_on = models.DateField(
        _("verification expires"), null=True, blank=True, editable=False
    )
    #: The expiry date that the contacts have been reminded of.
    verification_reminded_for = models.DateField(null=True, editable=False)
    verification_reason = models.TextField(_("reason"), blank=True, editable=False)
    #: The surviving record; never itself merged (see ``organization_operations/services/merges``).
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_from"
    )
    #: SHA-256 of the form's idempotency key: submitting a form twice registers one organization.
    idempotency_key = models.CharField(max_length=64, unique=True, null=True, editable=False)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        permissions = [
            ("verify_organization", _("Can verify or decline an organization")),
            ("merge_organization", _("Can merge organizations and undo merges")),
        ]
        constraints = [
            models.CheckConstraint(
                name="organization_verified_with_dates",
                condition=~Q(verification=VerificationState.VERIFIED)
                | Q(verified_on__isnull=False, verification_due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="organization_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
            ),
        ]
        indexes = [
            models.Index(fields=["verification", "name"]),
            models.Index(fields=["kind", "name"]),
            models.Index(fields=["verification", "verification_due_on"]),
            models.Index(fields=["-created_at"]),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Denormalized: normalized copies of the name and the website; never set by hand.
        self.name_key = organization_key(self.name)[:200]
        self.domain = website_key(self.website)
        super().save(*args, **kwargs)

    @property
    def is_verified(self) -> bool:
        return self.verification == VerificationState.VERIFIED


class OrganizationAlias(SearchedModel):
    """Another name that an organization goes by."""

    SEARCHED = ("name",)

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="aliases")
    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=200, editable=False, db_index=True)

    objects = SearchedQuerySet["OrganizationAlias"].as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [
            models.UniqueConstraint(fields=["organization", "name_key"], name="alias_known_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = organization_key(self.name)[:200]
        super().save(*args, **kwargs)


class NamePrefix(models.Model):
    """A prefix of a word in an organization's name or other name, for finding similar names.

    Written only by ``organizations/services/names.py``.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="name_prefixes")
    stem = models.CharField(max_length=STEM_LENGTH)

    class Meta:
        db_table = "sessions_app_organizationword"
        constraints = [
            models.UniqueConstraint(fields=["stem", "organization"], name="organization_word_once"),
        ]

    def __str__(self) -> str:
        return self.stem
