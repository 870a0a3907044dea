"""Staff screens of registrations."""

from django.db.models import F, Model, QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from sessions_app.core.policies import may, policy_for
from sessions_app.core.staff.columns import DayColumn, RecordColumn, TagColumn
from sessions_app.core.staff.filters import choice_filter, session_filter
from sessions_app.core.staff.record_views import RecordIndexView, RecordInspectView
from sessions_app.core.staff.record_viewset import RecordViewSet
from sessions_app.listening_sessions.enums import AttendanceMode
from sessions_app.mail.models import OutboxMessage
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.models import AccommodationRequest, Registration
from sessions_app.registrations.selectors.doubles import doubles_of
from sessions_app.registrations.selectors.waitlist import place_in_line
from sessions_app.registrations.staff.change import ChangeRegistrationView, can_be_changed
from sessions_app.registrations.staff.transitions import TRANSITIONS


class RegistrationFilterSet(WagtailFilterSet):
    state = choice_filter(_("Status"), RegistrationState.choices)
    mode = choice_filter(_("In person or online"), AttendanceMode.choices)
    listening_session = session_filter()

    class Meta:
        model = Registration
        fields = ["state", "mode", "listening_session"]


class RegistrationIndexView(RecordIndexView):
    filterset_class = RegistrationFilterSet
    default_ordering = "-created_at"
    select_related = ("listening_session", "organization")
    columns = [
        RecordColumn("name", label=_("Registered by")),
        Column(
            "organization",
            label=_("Organization"),
            accessor=lambda row: (
                row.organization.name if row.organization else row.organization_name
            ),
        ),
        Column("session", label=_("Listening session"), accessor="listening_session.title"),
        Column("seats", label=_("Seats")),
        Column("mode", label=_("Attending"), accessor="get_mode_display"),
        TagColumn("state", label=_("Status"), accessor="get_state_display"),
        DayColumn("created_at", label=_("Received"), sort_key="created_at"),
    ]
    list_export = [
        "reference",
        "listening_session.title",
        "name",
        "email",
        "organization_label",
        "seats",
        "get_mode_display",
        "get_state_display",
        "answers_label",
        "created_at",
    ]
    export_headings = {
        "listening_session.title": _("Listening session"),
        "organization_label": _("Organization"),
        "get_mode_display": _("In person or online"),
        "get_state_display": _("Status"),
        "answers_label": _("Answers"),
    }

    def annotate(self, records: QuerySet[Model]) -> QuerySet[Model]:
        return records.annotate(organization_label=F("organization__name"))


class RegistrationInspectView(RecordInspectView[Registration]):
    template_name = "backoffice/registrations/inspect.html"
    select_related = ("listening_session", "organization")

    def offered_transitions(self) -> list[dict[str, str]]:
        offered = super().offered_transitions()
        if can_be_changed(self.object) and self.allows("change"):
            change = {
                "label": gettext("Change attendees"),
                "url": reverse("registration:change", args=[self.object.pk]),
                "style": "button-secondary",
            }
            return [change, *offered]
        return offered

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        registration, user = self.object, self.request.user
        # Contains names, so only for those who run sessions, not for figures.
        attendees = (
            list(registration.attendees.coming())
            if may(user, "read_people", Registration)
            else None
        )
        doubles = doubles_of(registration.listening_session, attendees or [])
        return super().get_context_data(
            **kwargs,
            doubles=[
                (person, doubles[person.pk]) for person in attendees or [] if person.pk in doubles
            ],
            place_in_line=place_in_line(registration=registration),
            attendees=attendees,
            accommodations=list(
                policy_for(AccommodationRequest)
                .visible(user)
                .filter(registration=registration)
                .select_related("assignee", "registration")
            ),
            messages_sent=(
                list(registration.messages.order_by("-created_at", "-pk")[:10])
                if may(user, "view", OutboxMessage)
                else None
            ),
        )


class RegistrationViewSet(RecordViewSet):
    model = Registration
    name = "registration"
    url_prefix = "registrations"
    icon = "group"
    menu_label = _("Registrations")
    screens = ("history",)
    index_view_class = RegistrationIndexView
    inspect_view_class = RegistrationInspectView
    search_fields = ["reference", "name", "email", "organization_name", "organization__name"]
    transitions = TRANSITIONS

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("change/<int:pk>/", self.construct_view(ChangeRegistrationView), name="change"),
        ]
