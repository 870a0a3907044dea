"""The codebook: themes of concerns and suggestions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sessions_app.core.models import SearchedModel, SearchedQuerySet, TimestampedModel
from sessions_app.feedback.enums import CodingMethod
from sessions_app.feedback.models.feedback import FeedbackItem


class ThemeQuerySet(SearchedQuerySet["Theme"]):
    def in_use(self) -> "ThemeQuerySet":
        """Themes that new feedback items may be coded with."""
        return self.filter(retired_on__isnull=True)


class Theme(SearchedModel, TimestampedModel):
    """An entry of the codebook. Its meaning is immutable: a new meaning is a new entry."""

    SEARCHED = ("name", "code", "definition")

    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    definition = models.TextField(
        _("definition"), help_text=_("What this theme includes and does not include.")
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("broader theme"),
    )
    codebook_version = models.PositiveSmallIntegerField(_("codebook version"), default=1)
    retired_on = models.DateField(_("date retired"), null=True, blank=True)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "codebook_version"],
                name="theme_code_once_per_codebook",
                violation_error_message=_(
                    "This version of the codebook already uses that code. Enter another one."
                ),
            ),
            models.CheckConstraint(
                name="theme_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                violation_error_message=_(
                    "A theme cannot be its own broader theme. Choose another theme."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ThemeCoding(models.Model):
    """Who coded a feedback item with a theme, when and how (through model)."""

    feedback_item = models.ForeignKey(FeedbackItem, models.CASCADE, related_name="codings")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="codings")
    coded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    coded_at = models.DateTimeField(_("date assigned"), auto_now_add=True)
    method = models.CharField(
        _("method"), max_length=20, choices=CodingMethod, default=CodingMethod.BY_HAND
    )

    class Meta:
        ordering = ["theme__name", "pk"]
        verbose_name = _("theme assignment")
        verbose_name_plural = _("theme assignments")
        constraints = [
            models.UniqueConstraint(fields=["feedback_item", "theme"], name="theme_coded_once"),
        ]
        indexes = [models.Index(fields=["theme", "feedback_item"], name="coding_by_theme")]

    def __str__(self) -> str:
        return f"{self.feedback_item} · {self.theme}"
