"""What the domain knows of a staff member beyond the account."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions_app.models.programs import Agency, Program


class StaffProfile(models.Model):
    """The agency that somebody works for, and the programs that they look after."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="staff_profile"
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="staff", verbose_name=_("agency")
    )
    programs = models.ManyToManyField(Program, blank=True, related_name="staff")

    class Meta:
        verbose_name = _("staff profile")
        verbose_name_plural = _("staff profiles")

    def __str__(self) -> str:
        return f"{self.user} · {self.agency}"
