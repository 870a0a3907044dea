from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from home.blocks import BODY_BLOCKS
from home.models.engagement_page import EngagementPage


class StandardPage(EngagementPage):
    """A static page: accessibility, privacy, how to report an allegation."""

    lead = models.TextField(_("introduction"), max_length=400, blank=True)
    body = StreamField(BODY_BLOCKS, blank=True, verbose_name=_("text"))

    content_panels = [*EngagementPage.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields = [
        *EngagementPage.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
    ]
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    template = "home/standard_page.html"

    class Meta:
        verbose_name = _("text page")
        verbose_name_plural = _("text pages")
