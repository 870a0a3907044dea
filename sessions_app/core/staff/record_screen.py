"""A screen of one record with its own form, besides the transitions and the edit form."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from sessions_app.core.staff.record_views import record_title, trail, url_of
from sessions_app.core.staff.repeats import HeldFormMixin
from sessions_app.core.staff.scoped import ScopedObjectMixin
from sessions_app.core.staff.wagtail_types import FormPage, Record


class RecordScreenView(
    HeldFormMixin, ScopedObjectMixin[Record], WagtailAdminTemplateMixin, FormPage
):
    """Checks the policy for ``permission_required`` on the record before anything else.

    GET changes nothing. A subclass implements saving.
    """

    permission_required = "change"
    any_permission_required: list[str] | None = None
    index_url_name = ""
    pk_url_kwarg = "pk"

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.object = self.get_object()

    def is_offered(self) -> bool:
        """Whether the record's state allows what the screen is for."""
        return True

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        # Not on POST: what was typed would be lost, and the service refuses it anyway.
        if not self.is_offered():
            messages.error(
                request, _("You can no longer do that. This page shows the current status.")
            )
            return redirect(url_of(self.object))
        return super().get(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return record_title(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        return [
            *trail(self),
            {"url": url_of(self.object), "label": record_title(self.object)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        context.update(
            object=self.object,
            back_url=url_of(self.object),
            media=form.media,
            has_errors=form.is_bound and not form.is_valid(),
        )
        return context
