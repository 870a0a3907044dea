from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from home.blocks import BODY_BLOCKS
from home.models.engagement_page import EngagementPage
from sessions_app.listening_sessions.selectors.sessions import (
    going_ahead,
    public_sessions,
    with_status,
)

SESSIONS_SHOWN = 3
#: More are read than shown, because cancelled and postponed ones are skipped.
SESSIONS_READ = 10
RESPONSES_SHOWN = 3


class HomePage(EngagementPage):
    """The home page: programs, upcoming sessions, newest responses."""

    lead = models.TextField(
        _("purpose of the site"), max_length=300, help_text=_("One or two sentences.")
    )
    body = StreamField(BODY_BLOCKS, blank=True, verbose_name=_("more text"))

    content_panels = [*EngagementPage.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields = [
        *EngagementPage.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.ProgramIndexPage", "home.ResponseIndexPage", "home.StandardPage"]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # Here, because both types refer to this one in ``parent_page_types``.
        from home.models.program_page import ProgramPage  # noqa: PLC0415
        from home.models.response_page import ResponsePage  # noqa: PLC0415

        context = super().get_context(request, *args, **kwargs)
        context["programs"] = ProgramPage.objects.listed().descendant_of(self)
        sessions = going_ahead(with_status(public_sessions(when="upcoming")[:SESSIONS_READ]))
        context["next_session"] = sessions[0] if sessions else None
        context["later_sessions"] = sessions[1 : 1 + SESSIONS_SHOWN]
        context["responses"] = ResponsePage.objects.listed().descendant_of(self)[:RESPONSES_SHOWN]
        return context
