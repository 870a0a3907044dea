"""Contacts of organizations, and their memberships."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from sessions_app.core.models import ReferencedModel, TimestampedModel
from sessions_app.organizations.models.organizations import Organization
from sessions_app.programs.models import Language


class Contact(ReferencedModel, TimestampedModel):
    """A person at an organization: work contact details, language and consents.

    A person's views, standing or influence are never stored (5 U.S.C. 552a(e)(7)).
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
    email_consent = models.BooleanField(_("agreed to get e-mail"), default=False)
    phone_consent = models.BooleanField(_("agreed to get calls"), default=False)
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
                violation_error_message=_("A contact with this e-mail address already exists."),
            ),
        ]


class Membership(models.Model):
    """A dated tie between a contact and an organization."""

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
