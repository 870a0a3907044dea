"""Accommodation counts, for users who may not read the requests."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from sessions_app.core.policies import may
from sessions_app.registrations.models import AccommodationRequest
from sessions_app.registrations.selectors.accommodations import SMALLEST_SHOWN, counts_by_month


class AccommodationCountsView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """By month and kind; counts so small that they could identify a person are suppressed."""

    permission_required = "count"
    page_title = _("Accommodation counts")
    header_icon = "tasks"
    template_name = "backoffice/registrations/accommodation_counts.html"

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(
            **kwargs, rows=counts_by_month(), largest_hidden=SMALLEST_SHOWN - 1
        )


class AccommodationCountsMenuItem(MenuItem):
    """Shown to users who may see the counts."""

    def __init__(self, order: int) -> None:
        super().__init__(
            _("Accommodation counts"),
            reverse_lazy("accommodationrequest:counts"),
            icon_name="tasks",
            order=order,
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, "count", AccommodationRequest)
