"""Staff screens of invitations."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from sessions_app.core.staff.columns import DayColumn, RecordColumn, TagColumn
from sessions_app.core.staff.filters import choice_filter, session_filter
from sessions_app.core.staff.record_views import RecordIndexView, RecordInspectView
from sessions_app.core.staff.record_viewset import RecordViewSet
from sessions_app.core.staff.transitions import Transition
from sessions_app.registrations.enums import INVITATION_TRANSITIONS, InvitationState
from sessions_app.registrations.models import Invitation
from sessions_app.registrations.services import invitations

TRANSITIONS: tuple[Transition[Invitation], ...] = (
    Transition(
        slug="revoke",
        label=_("Withdraw invitation"),
        explanation=_(
            "No one will be able to register with its link. No e-mail will be sent. You can "
            "invite this address again."
        ),
        run=lambda invitation, by, _answers: invitations.revoke(invitation=invitation, by=by),
        done=_("Withdrawn."),
        to_state=InvitationState.REVOKED,
        allowed=INVITATION_TRANSITIONS,
        style="no button-secondary",
    ),
)


class InvitationFilterSet(WagtailFilterSet):
    state = choice_filter(_("Status"), InvitationState.choices)
    listening_session = session_filter()

    class Meta:
        model = Invitation
        fields = ["state", "listening_session"]


class InvitationIndexView(RecordIndexView):
    filterset_class = InvitationFilterSet
    default_ordering = "-created_at"
    select_related = ("listening_session", "organization")
    columns = [
        RecordColumn("name", label=_("Invited"), accessor=lambda row: row.name or row.email),
        Column("organization", label=_("Organization"), accessor="organization.name"),
        Column("session", label=_("Listening session"), accessor="listening_session.title"),
        TagColumn("state", label=_("Status"), accessor="get_state_display"),
        DayColumn("sent_at", label=_("Sent")),
        DayColumn("answered_at", label=_("Answered")),
    ]


class InvitationInspectView(RecordInspectView[Invitation]):
    template_name = "backoffice/registrations/invitation_inspect.html"
    select_related = ("listening_session", "organization", "contact", "registration")

    def get_page_title(self) -> str:
        return self.object.name or self.object.email


class InvitationViewSet(RecordViewSet):
    model = Invitation
    name = "invitation"
    url_prefix = "invitations"
    icon = "mail"
    menu_label = _("Invitations")
    screens = ("history",)
    index_view_class = InvitationIndexView
    inspect_view_class = InvitationInspectView
    search_fields = ["reference", "name", "email", "organization__name"]
    transitions = TRANSITIONS
