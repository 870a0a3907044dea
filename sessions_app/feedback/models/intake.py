"""What the public form adds to a feedback item: its return code, contact details and messages.

Nothing here holds a precise time, or anything of the sender's network or browser: such data could
tell who wrote anonymously.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions_app.feedback.models.feedback import FeedbackItem
from sessions_app.organizations.enums import OrganizationKind


class FeedbackReceipt(models.Model):
    """The return code of an item, and what its writer decided with it."""

    item = models.OneToOneField(FeedbackItem, models.CASCADE, related_name="receipt")
    code_hash = models.CharField(max_length=128)
    #: The writer asked not to be named. Nobody can undo it.
    is_naming_withdrawn = models.BooleanField(default=False, db_default=False)

    class Meta:
        default_permissions = ()
        verbose_name = _("return code")
        verbose_name_plural = _("return codes")

    def __str__(self) -> str:
        return str(self.item)


class FeedbackContact(models.Model):
    """How to reach whoever wrote an item, and for whom they wrote; apart, so that it can be erased.

    An item that is not attributed has none.
    """

    item = models.OneToOneField(FeedbackItem, models.CASCADE, related_name="contact")
    #: As typed. Staff match it with an organization of the register.
    organization_name = models.CharField(_("organization"), max_length=200, blank=True)
    organization_kind = models.CharField(
        _("kind of organization"), max_length=30, choices=OrganizationKind, blank=True
    )
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    email_confirmed_on = models.DateField(_("e-mail confirmed"), null=True, blank=True)
    #: In which the form was filled in, and e-mails are written.
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("contact details of a writer")
        verbose_name_plural = _("contact details of writers")
        constraints = [
            models.CheckConstraint(
                name="feedback_contact_is_not_empty",
                condition=~Q(organization_name="") | ~Q(organization_kind="") | ~Q(email=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.item)


class FeedbackMessage(models.Model):
    """Something added to an item by its writer, or an answer of staff. Append-only."""

    item = models.ForeignKey(FeedbackItem, models.CASCADE, related_name="messages")
    text = models.TextField(_("message"))
    #: None for the writer.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_on = models.DateField(_("date"), default=timezone.localdate)
    #: Of the writer, and not read by staff yet.
    is_new = models.BooleanField(default=False, db_default=False)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        verbose_name = _("message about an item")
        verbose_name_plural = _("messages about items")
        constraints = [
            models.CheckConstraint(name="feedback_message_has_words", condition=~Q(text="")),
            models.CheckConstraint(
                name="feedback_new_message_is_of_the_writer",
                condition=Q(is_new=False) | Q(by__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["item"], name="feedback_new_messages", condition=Q(is_new=True)),
        ]

    def __str__(self) -> str:
        return str(self.item)
