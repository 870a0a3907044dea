"""Base of the register's further pages."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.text import capfirst
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from sessions_app.feedback.models import FeedbackItem


class RegisterPage(WagtailAdminTemplateMixin):
    """Refuses those who may not use the page, and leads back to the register."""

    header_icon = "comment"

    def is_permitted(self) -> bool:
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not self.is_permitted():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse("feedbackitem:index"),
                "label": capfirst(FeedbackItem._meta.verbose_name_plural),
            },
            {"url": "", "label": self.get_page_title()},
        ]


def register_url(query: str = "") -> str:
    """Return the URL of the register with these filters."""
    return f"{reverse('feedbackitem:index')}?{query}" if query else reverse("feedbackitem:index")
