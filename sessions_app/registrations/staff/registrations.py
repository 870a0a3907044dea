"""Staff screens of registrations."""

from typing import Any

from django import forms
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
from sessions_app.core.staff.transitions import ConfirmForm, ReasonForm, Transition
from sessions_app.listening_sessions.enums import AttendanceMode, WaitlistMode
from sessions_app.mail.models import OutboxMessage
from sessions_app.registrations.enums import REGISTRATION_TRANSITIONS, RegistrationState
from sessions_app.registrations.forms.modes import mode_words
from sessions_app.registrations.models import AccommodationRequest, Registration
from sessions_app.registrations.selectors.waitlist import place_in_line
from sessions_app.registrations.services import attendance, changes, transitions, waitlist
from sessions_app.registrations.staff.change import ChangeRegistrationView, can_be_changed


def _registrant(registration: Registration) -> list[str]:
    if not registration.email:
        return [gettext("There is no e-mail address, so no e-mail will be sent. Call them.")]
    return [gettext("%(address)s will get an e-mail.") % {"address": registration.email}]


def _registrant_with_reason(registration: Registration) -> list[str]:
    if not registration.email:
        return _registrant(registration)
    return [
        gettext("%(address)s will get an e-mail with your reason.")
        % {"address": registration.email}
    ]


class PriorityForm(ReasonForm):
    """The reason for passing over others on the waitlist."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "This is kept in the audit log, which no one can change. Leave out names."
        )


class SwitchForm(ConfirmForm):
    may_wait = forms.BooleanField(
        label=_("If there aren’t enough seats, give up theirs and put them on the waitlist"),
        help_text=_("If you leave this unchecked, they keep the seats they have."),
        required=False,
    )


def _can_switch(registration: Registration) -> bool:
    return len(registration.listening_session.modes) > 1 and can_be_changed(registration)


def _other_way(registration: Registration) -> list[str]:
    session = registration.listening_session
    pool = session.seat_pools.exclude(mode=registration.mode).first()
    waits = session.waitlist_mode != WaitlistMode.NONE
    seats = [mode_words(pool.mode, pool, waits=waits)] if pool else []
    return [*seats, *_registrant(registration)]


def _is_waiting(registration: Registration) -> bool:
    return registration.state == RegistrationState.WAITLISTED


TRANSITIONS: tuple[Transition[Registration], ...] = (
    Transition(
        slug="approve",
        label=_("Approve"),
        explanation=_(
            "The registration gets its seats, or a place on the waitlist if there are not enough."
        ),
        run=lambda registration, by, _answers: transitions.approve(
            registration=registration, by=by
        ),
        done=_("Approved."),
        condition=lambda registration: registration.state == RegistrationState.PENDING_APPROVAL,
        form_class=ConfirmForm,
        style="",
        tells=_registrant,
    ),
    Transition(
        slug="decline",
        label=_("Decline"),
        explanation=_("The registration will end."),
        run=lambda registration, by, answers: transitions.decline(
            registration=registration, by=by, reason=answers["reason"]
        ),
        done=_("Declined."),
        to_state=RegistrationState.DECLINED,
        allowed=REGISTRATION_TRANSITIONS,
        form_class=ReasonForm,
        tells=_registrant_with_reason,
    ),
    Transition(
        slug="switch",
        label=_("Switch to online or in person"),
        explanation=_(
            "Switch everyone on this registration from in person to online, or from online "
            "to in person."
        ),
        run=lambda registration, by, answers: changes.switch(
            registration=registration, by=by, may_wait=answers["may_wait"]
        ),
        done=_("Switched."),
        condition=_can_switch,
        form_class=SwitchForm,
        tells=_other_way,
    ),
    Transition(
        slug="to-front",
        label=_("Move to the front of the waitlist"),
        explanation=_(
            "They get the next open seat, ahead of people who have waited longer. No "
            "e-mail is sent unless a seat is open for them now."
        ),
        run=lambda registration, by, answers: waitlist.prioritize(
            registration=registration, by=by, to_front=True, reason=answers["reason"]
        ),
        done=_("Moved to the front of the waitlist."),
        condition=_is_waiting,
        form_class=PriorityForm,
    ),
    Transition(
        slug="to-back",
        label=_("Move to the end of the waitlist"),
        explanation=_("Everyone now on the waitlist goes ahead of them. No e-mail is sent."),
        run=lambda registration, by, answers: waitlist.prioritize(
            registration=registration, by=by, to_front=False, reason=answers["reason"]
        ),
        done=_("Moved to the end of the waitlist."),
        condition=_is_waiting,
        form_class=PriorityForm,
    ),
    Transition(
        slug="replace-link",
        label=_("Replace link"),
        explanation=_(
            "Use this if the link reached the wrong person. The old link stops working "
            "right away, and we send a new one to the registration’s e-mail address."
        ),
        run=lambda registration, by, _answers: transitions.replace_link(
            registration=registration, by=by
        ),
        done=_("The old link no longer works. A new one is being sent."),
        condition=lambda registration: bool(registration.email),
        tells=_registrant,
    ),
    Transition(
        slug="attended",
        label=_("Change to “Attended”"),
        explanation=_(
            "Use this if everyone on this registration came but was not marked as attended."
        ),
        run=lambda registration, by, _answers: attendance.correct_attendance(
            registration=registration, by=by, attended=True
        ),
        done=_("Changed to “Attended”."),
        condition=lambda registration: registration.state == RegistrationState.NO_SHOW,
    ),
    Transition(
        slug="no-show",
        label=_("Change to “Did not attend”"),
        explanation=_(
            "Use this if no one on this registration came but they were marked as attended."
        ),
        run=lambda registration, by, _answers: attendance.correct_attendance(
            registration=registration, by=by, attended=False
        ),
        done=_("Changed to “Did not attend”."),
        condition=lambda registration: registration.state == RegistrationState.ATTENDED,
    ),
    Transition(
        slug="cancel",
        label=_("Cancel registration"),
        explanation=_("Its seats go to the next people on the waitlist. You cannot undo this."),
        run=lambda registration, by, answers: transitions.cancel(
            registration=registration, by=by, reason=answers["reason"]
        ),
        done=_("Registration cancelled."),
        to_state=RegistrationState.CANCELLED,
        allowed=REGISTRATION_TRANSITIONS,
        form_class=ReasonForm,
        style="no button-secondary",
        tells=_registrant_with_reason,
    ),
)


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
        return super().get_context_data(
            **kwargs,
            place_in_line=place_in_line(registration=registration),
            # Contains names, so only for those who run sessions, not for figures.
            attendees=(
                list(registration.attendees.coming())
                if may(user, "read_people", Registration)
                else None
            ),
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
