"""The screen that sends invitations, with the warnings about the session they are for."""

from sessions_app.registrations.staff.invite import SendInvitationsView
from sessions_app.session_operations.selectors.conflicts import warnings_of
from sessions_app.session_operations.staff.conflict_words import conflict_rows


class WarnedSendInvitationsView(SendInvitationsView):
    """Shows the warnings before the button that sends."""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        found = warnings_of(listening_session=self.object)
        return super().get_context_data(**kwargs, conflicts=conflict_rows(found))
