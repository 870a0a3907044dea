"""Contact details of the office, with the date on which each was last verified."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

#: Contact details that have a "verified on" date, in display order.
WAYS = ("post", "phone", "toll_free", "tty", "toll_free_tty", "fax", "email")
_PHONE_LENGTH = 40


@register_setting(icon="mail", order=10)
class ContactSettings(BaseSiteSetting):
    """One row per site. Empty contact details are not shown."""

    post = models.TextField(_("postal address"), blank=True)
    post_verified_on = models.DateField(_("date verified"), null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=_PHONE_LENGTH, blank=True)
    phone_verified_on = models.DateField(_("date verified"), null=True, blank=True)
    toll_free = models.CharField(_("toll-free phone"), max_length=_PHONE_LENGTH, blank=True)
    toll_free_verified_on = models.DateField(_("date verified"), null=True, blank=True)
    tty = models.CharField(_("TTY"), max_length=_PHONE_LENGTH, blank=True)
    tty_verified_on = models.DateField(_("date verified"), null=True, blank=True)
    toll_free_tty = models.CharField(_("toll-free TTY"), max_length=_PHONE_LENGTH, blank=True)
    toll_free_tty_verified_on = models.DateField(_("date verified"), null=True, blank=True)
    fax = models.CharField(_("fax"), max_length=_PHONE_LENGTH, blank=True)
    fax_verified_on = models.DateField(_("date verified"), null=True, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    email_verified_on = models.DateField(_("date verified"), null=True, blank=True)

    panels = [
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel(way), FieldPanel(f"{way}_verified_on")]) for way in WAYS],
            heading=_("Contact the office"),
        )
    ]

    class Meta:
        verbose_name = _("contact details")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def __bool__(self) -> bool:
        """Whether there is any contact detail to show."""
        return any(getattr(self, way) for way in WAYS)

    def clean(self) -> None:
        """Reject a verification date without the contact detail that it is about."""
        super().clean()
        for way in WAYS:
            if getattr(self, f"{way}_verified_on") and not getattr(self, way):
                raise ValidationError(
                    {
                        f"{way}_verified_on": _(
                            "Enter the contact detail that was verified, or clear this date."
                        )
                    }
                )
