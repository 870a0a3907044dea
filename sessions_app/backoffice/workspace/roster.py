"""The second tab: everybody who comes, and by which registration."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sessions_app.backoffice.policies import may
from sessions_app.backoffice.workspace.workspace_view import WorkspaceView
from sessions_app.enums import ACTIVE_REGISTRATION_STATES, AttendanceMode, SessionState
from sessions_app.forms.staff_roster import RosterFilterForm
from sessions_app.models import ListeningSession, Registration
from sessions_app.selectors.roster import people_of


class RosterView(WorkspaceView):
    template_name = "backoffice/workspace/roster.html"
    page_title = _("Roster")
    tab = "roster"
    asks = (("read_people", Registration),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = RosterFilterForm(self.request.GET or None)
        wanted = form.cleaned_data if form.is_valid() else {}
        state = wanted.get("state")
        people = people_of(
            self.object,
            states=[state] if state else ACTIVE_REGISTRATION_STATES,
            mode=wanted.get("mode", ""),
            q=wanted.get("q", ""),
        )
        return super().get_context_data(
            **kwargs,
            form=form,
            page=self.page_of(people),
            is_narrowed=any(wanted.values()),
            may_register=self.object.state == SessionState.SCHEDULED
            and may(self.request.user, "change", ListeningSession),
            has_door=AttendanceMode.IN_PERSON in self.object.modes,
            may_check_in=may(self.request.user, "check_in", Registration),
        )
