"""Printed sign-in sheet, for people who prefer to sign."""

from django.utils.translation import gettext_lazy as _

from sessions_app.listening_sessions.enums import AttendanceMode, AttributionRule
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.models import Registration
from sessions_app.registrations.selectors.roster import people_of
from sessions_app.session_operations.staff.workspace.workspace_view import WorkspaceView

#: Empty rows, for walk-ins.
WALK_IN_ROWS = 12


class SignInSheetView(WorkspaceView):
    """A page to print. It lies open on a table, so it shows only what the attribution rule allows.

    On the record: names and organizations. Organization only: organizations, and people write their
    own names. Not attributed: references only (ADR 0024).
    """

    template_name = "backoffice/session_operations/workspace/sign_in_sheet.html"
    page_title = _("Sign-in sheet")
    tab = "roster"
    asks = (("read_people", Registration),)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        people = people_of(
            self.object, states=[RegistrationState.CONFIRMED], mode=AttendanceMode.IN_PERSON
        )
        rule = self.object.attribution_rule
        shows_organizations = rule != AttributionRule.NOT_ATTRIBUTED
        if not shows_organizations:
            people = people.order_by("registration__reference", "pk")
        return super().get_context_data(
            **kwargs,
            people=list(people),
            shows_names=rule == AttributionRule.ON_THE_RECORD,
            shows_organizations=shows_organizations,
            empty_rows=range(WALK_IN_ROWS),
        )
