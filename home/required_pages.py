"""The pages that every page of a federal site has to link to (OMB M-23-22)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="link", order=20)
class RequiredPages(BaseSiteSetting):
    """One row per site. A page that is not chosen or not published is not linked."""

    accessibility = models.ForeignKey(
        "home.StandardPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accessibility"),
    )
    privacy = models.ForeignKey(
        "home.StandardPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("privacy policy"),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("accessibility"), FieldPanel("privacy")],
            heading=_("Pages that every page links to"),
        )
    ]

    class Meta:
        verbose_name = _("required pages")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
