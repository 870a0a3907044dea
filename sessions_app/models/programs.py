"""Programs that the office explains, and the agencies that run or oversee them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sessions_app.models.timestamps import TimestampedModel


class Agency(TimestampedModel):
    """A federal component that leads or supports an action."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    abbreviation = models.CharField(_("abbreviation"), max_length=20, unique=True)
    contact_point = models.TextField(
        _("contact point"), blank=True, help_text=_("An office and its e-mail or phone.")
    )

    class Meta:
        ordering = ["abbreviation"]
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")

    def __str__(self) -> str:
        return self.abbreviation


class Program(TimestampedModel):
    """A government program that people speak about, such as Secure Communities."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.SlugField(
        _("address"), max_length=80, unique=True, help_text=_("The last part of its web address.")
    )
    summary = models.TextField(_("summary"), help_text=_("What it is, in two or three sentences."))
    lead_agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="programs", verbose_name=_("lead agency")
    )
    started_on = models.DateField(_("started on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("program")
        verbose_name_plural = _("programs")
        constraints = [
            models.CheckConstraint(
                name="program_ends_after_start",
                condition=Q(started_on__isnull=True)
                | Q(ended_on__isnull=True)
                | Q(ended_on__gte=F("started_on")),
                violation_error_message=_("A program cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
