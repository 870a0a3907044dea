"""Staff screen of the personal calendar feed: its secret URL, and replacing it."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from engagement_site.accounts.models import User
from sessions_app.calendars import services as calendar_feeds
from sessions_app.core.policies import may
from sessions_app.listening_sessions.models import ListeningSession


class MyCalendarView(WagtailAdminTemplateMixin, TemplateView):
    """Shows staff who may view sessions the URL of their own feed; a POST replaces it."""

    page_title = gettext_lazy("My calendar")
    header_icon = "calendar"
    template_name = "backoffice/calendars/my_calendar.html"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not may(request.user, "view", ListeningSession):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        calendar_feeds.rotate(user=cast(User, request.user))
        messages.success(request, _("Your calendar has a new address. Use it below to subscribe."))
        return redirect("my_calendar")

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        address = calendar_feeds.feed_address(user=cast(User, self.request.user))
        return super().get_context_data(**kwargs, address=address)


class MyCalendarMenuItem(MenuItem):
    def __init__(self, order: int) -> None:
        super().__init__(
            gettext_lazy("My calendar"),
            reverse_lazy("my_calendar"),
            name="my-calendar",
            icon_name="calendar",
            order=order,
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, "view", ListeningSession)
