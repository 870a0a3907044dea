"""Organizations that speak with the office, and the people who work there."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from sessions_app.enums import OrganizationKind, VerificationState
from sessions_app.models.organization_names import organization_key, web_domain
from sessions_app.models.places import Jurisdiction, Language
from sessions_app.models.referenced import ReferencedModel
from sessions_app.models.timestamps import TimestampedModel


class Constituency(models.Model):
    """A community that organizations serve or speak for."""

    name = models.CharField(_("name"), max_length=100, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("constituency")
        verbose_name_plural = _("constituencies")

    def __str__(self) -> str:
        return self.name


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def current(self) -> "OrganizationQuerySet":
        """Organizations that were not merged into another."""
        return self.filter(merged_into__isnull=True)

    def known_as(self, name: str) -> "OrganizationQuerySet":
        """Current organizations whose name or alias is the same but for spelling habits."""
        key = organization_key(name)
        return self.current().filter(Q(name_key=key) | Q(aliases__name_key=key)).distinct()

    def lapsing(self, *, by: datetime.date) -> "OrganizationQuerySet":
        """Organizations whose verification runs out by that day, those that are due first."""
        return (
            self.current()
            .filter(verification=VerificationState.VERIFIED, verification_due_on__lte=by)
            .order_by("verification_due_on", "pk")
        )

    def to_verify(self) -> "OrganizationQuerySet":
        return self.current().filter(
            verification__in=[VerificationState.PENDING, VerificationState.LAPSED]
        )


class Organization(ReferencedModel, TimestampedModel):
    REFERENCE_KIND = "OR"

    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=200, editable=False, db_index=True)
    kind = models.CharField(_("kind"), max_length=30, choices=OrganizationKind)
    website = models.URLField(_("website"), blank=True)
    domain = models.CharField(
        max_length=100, blank=True, db_default="", editable=False, db_index=True
    )
    constituencies = models.ManyToManyField(
        Constituency, blank=True, related_name="organizations", verbose_name=_("constituencies")
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
    verified_on = models.DateField(_("verified on"), null=True, blank=True, editable=False)
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
        _("to be verified again by"), null=True, blank=True, editable=False
    )
    #: The date of which the contacts have been reminded.
    verification_reminded_for = models.DateField(null=True, editable=False)
    verification_reason = models.TextField(_("reason"), blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_from"
    )
    #: SHA-256 of the form's one-time number: sending a form twice makes one organization known.
    idempotency_key = models.CharField(max_length=64, unique=True, null=True, editable=False)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        permissions = [
            ("verify_organization", _("Can verify or decline an organization")),
            ("merge_organization", _("Can merge organizations and undo it")),
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

    def save(self, *args, **kwargs):
        # Copies of the name and the website in another spelling; never set by hand.
        self.name_key = organization_key(self.name)[:200]
        self.domain = web_domain(self.website)
        super().save(*args, **kwargs)

    @property
    def is_verified(self) -> bool:
        return self.verification == VerificationState.VERIFIED


class OrganizationAlias(models.Model):
    """Another name that an organization goes by."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="aliases")
    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=200, editable=False, db_index=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [
            models.UniqueConstraint(fields=["organization", "name_key"], name="alias_known_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.name_key = organization_key(self.name)[:200]
        super().save(*args, **kwargs)


class Contact(ReferencedModel, TimestampedModel):
    """A person at an organization: work name and address, and how they want to hear from us.

    Nothing about a person's views, standing or influence is kept here, or anywhere
    (5 U.S.C. 552a(e)(7)).
    """

    REFERENCE_KIND = "CO"

    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("work e-mail"), blank=True)
    phone = PhoneNumberField(_("work phone"), blank=True)
    preferred_language = models.ForeignKey(
        Language,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("preferred language"),
    )
    email_consent = models.BooleanField(_("agreed to be written to"), default=False)
    phone_consent = models.BooleanField(_("agreed to be phoned"), default=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contact",
        verbose_name=_("account"),
    )
    organizations = models.ManyToManyField(
        Organization, through="Membership", related_name="contacts"
    )

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="contact_email_known_once",
                condition=~Q(email=""),
                violation_error_message=_("A contact with this e-mail address is known already."),
            ),
        ]


class Membership(models.Model):
    """A contact's time at an organization."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="memberships")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=120, blank=True)
    started_on = models.DateField(_("since"))
    ended_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["-started_on", "pk"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "organization"],
                name="membership_current_once",
                condition=Q(ended_on__isnull=True),
            ),
            models.CheckConstraint(
                name="membership_ends_after_start",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact} · {self.organization}"
