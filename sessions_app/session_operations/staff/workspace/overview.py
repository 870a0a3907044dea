"""Overview tab: details, seats, readiness, and feedback."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from sessions_app.core.errors import EngagementError
from sessions_app.core.staff.record_views import RecordInspectView, url_of
from sessions_app.core.staff.scoped import user_of
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.listening_sessions.services import readiness
from sessions_app.session_operations.selectors.attendance import attendance_of
from sessions_app.session_operations.staff import session_page
from sessions_app.session_operations.staff.workspace.close_out import (
    CLOSED,
    CloseOutView,
    can_be_closed,
)
from sessions_app.session_operations.staff.workspace.workspace_view import (
    WorkspaceMixin,
    WorkspaceView,
)


class OverviewView(WorkspaceMixin, RecordInspectView[ListeningSession]):
    template_name = "backoffice/session_operations/workspace/overview.html"
    select_related = ("program", "venue", "room", "host")
    tab = "inspect"

    def offered_transitions(self) -> list[dict[str, str]]:
        transitions = super().offered_transitions()
        if can_be_closed(self.object) and CloseOutView.is_open_to(
            user_of(self.request), self.object
        ):
            closing = {
                "label": str(_("Close session")),
                "url": url_of(self.object, "close_out"),
                "style": "",
            }
            transitions.insert(0, closing)
        return transitions

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        session = self.object
        return super().get_context_data(
            **kwargs,
            **session_page.context(session, user_of(self.request)),
            attendance=attendance_of(session) if session.state in CLOSED else None,
        )


class ReadinessView(WorkspaceView):
    """Checks or unchecks one item of the readiness list. POST only."""

    asks = (("change", ListeningSession),)
    tab = "inspect"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        by = user_of(request)
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
            messages.success(request, _("Readiness updated."))
        answer = redirect(url_of(self.object))
        answer["Location"] += "#ready-heading"
        return answer
