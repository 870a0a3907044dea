"""Roster tab: attendees and their registrations."""

from django.utils.translation import gettext_lazy as _

from sessions_app.core.policies import may
from sessions_app.listening_sessions.enums import STILL_TO_COME, AttendanceMode, SessionState
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.registrations.enums import ACTIVE_REGISTRATION_STATES
from sessions_app.registrations.forms.roster import RosterFilterForm
from sessions_app.registrations.models import Registration
from sessions_app.registrations.selectors.doubles import doubles_of
from sessions_app.registrations.selectors.roster import people_of
from sessions_app.registrations.selectors.waitlist import blocked_waitlists
from sessions_app.session_operations.staff.workspace.workspace_view import WorkspaceView


class RosterView(WorkspaceView):
    template_name = "backoffice/session_operations/workspace/roster.html"
    page_title = _("Roster")
    tab = "roster"
    asks = (("read_people", Registration),)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        form = RosterFilterForm(self.request.GET or None)
        wanted = form.cleaned_data if form.is_valid() else {}
        state = wanted.get("state")
        people = people_of(
            self.object,
            states=[state] if state else ACTIVE_REGISTRATION_STATES,
            mode=wanted.get("mode", ""),
            q=wanted.get("q", ""),
        )
        page = self.page_of(people)
        doubles = doubles_of(self.object, list(page))
        for person in page:
            person.doubles = doubles.get(person.pk, [])  # type: ignore[attr-defined]
        return super().get_context_data(
            **kwargs,
            form=form,
            page=page,
            blocked=blocked_waitlists(self.object),
            is_narrowed=any(wanted.values()),
            may_register=self.object.state == SessionState.SCHEDULED
            and may(self.request.user, "change", ListeningSession),
            has_door=AttendanceMode.IN_PERSON in self.object.modes
            and self.object.state in STILL_TO_COME,
            may_check_in=may(self.request.user, "check_in", Registration),
        )
