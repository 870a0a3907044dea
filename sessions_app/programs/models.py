"""Programs, agencies, staff profiles, jurisdictions and languages."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sessions_app.core.models import SearchedModel, SearchedQuerySet, TimestampedModel
from sessions_app.programs.enums import JurisdictionKind


class Agency(TimestampedModel):
    """A federal component that leads or supports an action."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    abbreviation = models.CharField(_("abbreviation"), max_length=20, unique=True)
    contact_point = models.TextField(
        _("point of contact"),
        blank=True,
        help_text=_("An office, with its e-mail address or phone number."),
    )

    class Meta:
        ordering = ["abbreviation"]
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")

    def __str__(self) -> str:
        return self.abbreviation


class Program(SearchedModel, TimestampedModel):
    """A government program that people talk about, such as Secure Communities."""

    SEARCHED = ("name", "summary")

    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.SlugField(
        _("web address"),
        max_length=80,
        unique=True,
        help_text=_(
            "The last part of the page’s web address. If you change it, the page moves in every "
            "language, and so does the calendar feed. The old address leads to the new one."
        ),
        error_messages={
            "unique": _("Another program has this web address. Choose a different one."),
        },
    )
    summary = models.TextField(_("summary"), help_text=_("Describe it in two or three sentences."))
    lead_agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="programs", verbose_name=_("lead agency")
    )
    started_on = models.DateField(_("start date"), null=True, blank=True)
    ended_on = models.DateField(_("end date"), null=True, blank=True)

    objects = SearchedQuerySet["Program"].as_manager()

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


class FormerSlug(TimestampedModel):
    """An address that a program had. It leads to the program, so no other program may have it."""

    slug = models.SlugField(_("web address"), max_length=80, unique=True)
    program = models.ForeignKey(Program, models.CASCADE, related_name="former_slugs")

    class Meta:
        verbose_name = _("former web address")
        verbose_name_plural = _("former web addresses")

    def __str__(self) -> str:
        return self.slug


class StaffProfile(models.Model):
    """The agency that a staff member works for, and the programs assigned to them."""

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


class Jurisdiction(models.Model):
    """A US state, territory or county, by its FIPS code (ANSI INCITS 38 and 31)."""

    fips = models.CharField(_("FIPS code"), max_length=5, unique=True)
    name = models.CharField(_("name"), max_length=100)
    abbreviation = models.CharField(_("postal abbreviation"), max_length=2, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=JurisdictionKind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )

    class Meta:
        ordering = ["name", "fips"]
        verbose_name = _("jurisdiction")
        verbose_name_plural = _("jurisdictions")

    def __str__(self) -> str:
        return self.name


class Language(models.Model):
    """A language that an organization works in, or that a session offers."""

    code = models.CharField(_("language tag"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=80, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("language")
        verbose_name_plural = _("languages")

    def __str__(self) -> str:
        return gettext(self.name)
