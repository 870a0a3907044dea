"""The page that confirms a transition, with a preview of who is notified, and performs it."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from sessions_app.core.errors import EngagementError
from sessions_app.core.staff.notification_preview import NotificationPreviewMixin
from sessions_app.core.staff.record_views import record_title, take_version, trail, url_of
from sessions_app.core.staff.repeats import HeldFormMixin
from sessions_app.core.staff.scoped import ScopedObjectMixin, user_of
from sessions_app.core.staff.transitions import ConfirmForm, NoticeShown, Transition
from sessions_app.core.staff.wagtail_types import FormPage, Record


class TransitionView(
    HeldFormMixin,
    NotificationPreviewMixin[Record, ConfirmForm],
    ScopedObjectMixin[Record],
    WagtailAdminTemplateMixin,
    FormPage,
):
    """Confirms a transition, then performs it. GET changes nothing."""

    permission_required: str | None = None
    any_permission_required: list[str] | None = None
    index_url_name = ""
    pk_url_kwarg = "pk"
    transitions: tuple[Transition[Record], ...] = ()
    template_name = "backoffice/core/record_transition.html"

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        found = next((each for each in self.transitions if each.slug == kwargs["move"]), None)
        if found is None:
            raise Http404
        self.transition = found
        self.permission_required = self.transition.verb
        self.object = self.get_object()

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not self.permission_policy.user_has_permission(request.user, self.transition.verb):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not self.transition.is_open_to(self.object):
            messages.error(
                request, _("You can no longer do that. This page shows the current status.")
            )
            return redirect(url_of(self.object))
        return super().get(request, *args, **kwargs)

    def get_form_class(self) -> type[ConfirmForm]:
        return self.transition.form_class

    def get_initial(self) -> dict[str, object]:
        return self.transition.initial(self.object) if self.transition.initial else {}

    def notice_of(self, form: ConfirmForm) -> NoticeShown | None:
        if self.transition.notice is None:
            return None
        return self.transition.notice(self.object, form.cleaned_data)

    def conflicts_of(self, form: ConfirmForm) -> Sequence[Mapping[str, object]]:
        return self.transition.warns(self.object) if self.transition.warns else []

    def form_valid(self, form: ConfirmForm) -> HttpResponse:
        try:
            if page := self.preview_response(form):
                return page
            self.transition.run(self.object, user_of(self.request), form.cleaned_data)
        except EngagementError as error:
            return self.refuse(form, error)
        messages.success(self.request, self.transition.done)
        return redirect(url_of(self.object))

    def refuse(self, form: ConfirmForm, error: EngagementError) -> HttpResponse:
        """Show the form again with the error that a service raised."""
        take_version(form, error)
        form.add_error(error.field if error.field in form.fields else None, error.message)
        # The service may have changed the object in memory before it raised.
        self.object = self.get_object()
        return self.form_invalid(form)

    def get_page_title(self) -> str:
        return str(self.transition.label)

    def get_page_subtitle(self) -> str:
        return record_title(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        return [
            *trail(self),
            {"url": url_of(self.object), "label": record_title(self.object)},
            {"url": "", "label": self.transition.label},
        ]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context = super().get_context_data(**kwargs)
        tells = self.transition.tells
        context.update(
            object=self.object,
            transition=self.transition,
            back_url=url_of(self.object),
            tells=list(tells(self.object)) if tells else [],
            erases=list(self.transition.erases(self.object)) if self.transition.erases else [],
            conflicts=self.conflicts_of(context["form"]),
            has_errors=bool(context["form"].errors),
        )
        return context
