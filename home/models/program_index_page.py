from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from home.models.engagement_page import EngagementPage


class ProgramIndexPage(EngagementPage):
    """Index of the programs that the office explains."""

    lead = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels = [*EngagementPage.content_panels, FieldPanel("lead")]
    search_fields = [*EngagementPage.search_fields, index.SearchField("lead")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.ProgramPage"]
    max_count_per_parent = 1
    template = "home/program_index_page.html"

    class Meta:
        verbose_name = _("list of programs")
        verbose_name_plural = _("lists of programs")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.models.program_page import ProgramPage  # noqa: PLC0415  knows this type

        context = super().get_context(request, *args, **kwargs)
        context["programs"] = ProgramPage.objects.listed().child_of(self)
        return context
