"""Agenda and materials tab."""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from sessions_app.core.policies import may
from sessions_app.core.staff.record_views import url_of
from sessions_app.core.staff.scoped import user_of
from sessions_app.listening_sessions.forms.materials import (
    AgendaFormSet,
    Lines,
    MaterialFormSet,
    kept_and_removed,
)
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.listening_sessions.services.materials import save_materials
from sessions_app.session_operations.staff.workspace.workspace_view import WorkspaceView


class MaterialsView(WorkspaceView):
    """Visible to everybody who may view the session; saved by those who may change it.

    Saving shows more empty rows.
    """

    template_name = "backoffice/session_operations/workspace/materials.html"
    page_title = _("Agenda and materials")
    tab = "materials"

    def formsets(self, data: QueryDict | None = None) -> list[Lines]:
        return [
            AgendaFormSet(data, instance=self.object, prefix="agenda"),
            MaterialFormSet(
                data,
                instance=self.object,
                prefix="materials",
                form_kwargs={"user": self.request.user},
            ),
        ]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not self._may_change():
            raise Http404
        formsets = self.formsets(request.POST)
        if not all([rows.is_valid() for rows in formsets]):  # noqa: C419 - each is to be judged
            return self.render_to_response(self.get_context_data(formsets=formsets))
        kept, removed = kept_and_removed(formsets)
        by = user_of(request)
        save_materials(listening_session=self.object, kept=kept, removed=removed, by=by)
        messages.success(request, _("Agenda and materials saved. They are on the session page."))
        return redirect(url_of(self.object, "materials"))

    def _may_change(self) -> bool:
        return may(self.request.user, "change", ListeningSession)

    def get_context_data(
        self, *, formsets: list[Lines] | None = None, **kwargs: object
    ) -> dict[str, object]:
        if not self._may_change():
            return super().get_context_data(
                **kwargs,
                agenda=list(self.object.agenda_items.all()),
                materials=list(self.object.materials.select_related("document")),
            )
        formsets = formsets or self.formsets()
        agenda, materials = formsets
        return super().get_context_data(
            **kwargs,
            formsets=formsets,
            parts=[
                {"heading": _("Agenda"), "rows": agenda, "empty": _("Add another item")},
                {"heading": _("Materials"), "rows": materials, "empty": _("Add another document")},
            ],
            media=agenda.media + materials.media,
            has_errors=any(rows.is_bound and not rows.is_valid() for rows in formsets),
        )
