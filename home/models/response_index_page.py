from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from home.models.engagement_page import EngagementPage

PAGE_SIZE = 20


class ResponseIndexPage(EngagementPage):
    """Index of responses, newest first."""

    lead = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels = [*EngagementPage.content_panels, FieldPanel("lead")]
    search_fields = [*EngagementPage.search_fields, index.SearchField("lead")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.ResponsePage"]
    max_count_per_parent = 1
    template = "home/response_index_page.html"

    class Meta:
        verbose_name = _("list of responses")
        verbose_name_plural = _("lists of responses")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.models.response_page import ResponsePage  # noqa: PLC0415  knows this type

        context = super().get_context(request, *args, **kwargs)
        responses = Paginator(ResponsePage.objects.listed().child_of(self), PAGE_SIZE)
        context["responses"] = responses.get_page(request.GET.get("page"))
        return context
