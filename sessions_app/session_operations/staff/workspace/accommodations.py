"""Accommodations tab: the requests that the user may read."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from engagement_site.accounts.models import User
from sessions_app.core.policies import may, policy_for
from sessions_app.core.staff.scoped import user_of
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.registrations.models import AccommodationRequest
from sessions_app.registrations.staff.accommodations import flags
from sessions_app.session_operations.staff.workspace.workspace_view import WorkspaceView


def requests_for(user: User, session: ListeningSession) -> QuerySet[AccommodationRequest]:
    """Return the session's requests that the user may read, by due date."""
    return (
        policy_for(AccommodationRequest)
        .visible(user)
        .filter(registration__listening_session=session)
        .select_related("registration", "assignee")
        .order_by("due_on", "pk")
    )


class AccommodationsView(WorkspaceView):
    """Open to the host and to users who may read at least one of the requests."""

    template_name = "backoffice/session_operations/workspace/accommodations.html"
    page_title = _("Accommodations")
    tab = "accommodations"

    @classmethod
    def is_open_to(cls, user: User, session: ListeningSession) -> bool:
        return may(user, "view", AccommodationRequest) and (
            session.host_id == user.pk
            or user.has_perm("sessions_app.view_any_accommodation")
            or requests_for(user, session).exists()
        )

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        page = self.page_of(requests_for(user_of(self.request), self.object))
        return super().get_context_data(
            **kwargs,
            page=page,
            rows=[{"request": request, "flags": flags(request)} for request in page],
        )
