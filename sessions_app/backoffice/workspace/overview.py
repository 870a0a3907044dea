"""The first tab: what, when, seats, what has to be ready, and what was said."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from sessions_app.backoffice import session_page
from sessions_app.backoffice.record_views import RecordInspectView, url_of
from sessions_app.backoffice.workspace.workspace_view import WorkspaceMixin, WorkspaceView
from sessions_app.errors import EngagementError
from sessions_app.models import ListeningSession
from sessions_app.services import readiness


class OverviewView(WorkspaceMixin, RecordInspectView):
    template_name = "backoffice/workspace/overview.html"
    select_related = ("program", "venue", "room", "host")
    tab = "inspect"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs, **session_page.context(self.object, self.request.user)
        )


class ReadinessView(WorkspaceView):
    """Ticks one point of the readiness list, or takes the tick off. Answers to POST alone."""

    asks = (("change", ListeningSession),)
    tab = "inspect"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        by: Any = request.user
        try:
            readiness.tick(
                listening_session=self.object,
                check=request.POST.get("check", ""),
                is_done=request.POST.get("is_done") == "yes",
                by=by,
            )
        except EngagementError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Saved."))
        answer = redirect(url_of(self.object))
        answer["Location"] += "#ready-heading"
        return answer
