"""Staff screens of listening sessions."""

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from sessions_app.core.errors import EngagementError
from sessions_app.core.staff.notification_preview import NotificationPreviewMixin, sent_words
from sessions_app.core.staff.record_views import (
    RecordCreateView,
    RecordEditView,
    ServiceSaveMixin,
    url_of,
)
from sessions_app.core.staff.record_viewset import RecordViewSet
from sessions_app.core.staff.scoped import user_of
from sessions_app.listening_sessions.enums import SessionState
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.listening_sessions.staff.month import SessionMonthView
from sessions_app.registrations.staff.approvals import ApprovalsView
from sessions_app.registrations.staff.invite import InviteView
from sessions_app.registrations.staff.questions import SessionQuestionsView
from sessions_app.registrations.staff.register import RegisterSomebodyView
from sessions_app.session_operations.forms.sessions import ListeningSessionForm
from sessions_app.session_operations.selectors.conflicts import (
    conflicts_of,
    new_conflicts,
    warnings_of,
)
from sessions_app.session_operations.services import notices, sessions
from sessions_app.session_operations.services.notice_preview import Notice
from sessions_app.session_operations.staff import session_page
from sessions_app.session_operations.staff.conflict_words import conflict_rows, taken_zone_words
from sessions_app.session_operations.staff.invitations import WarnedSendInvitationsView
from sessions_app.session_operations.staff.series import CarryOverView, RepeatView
from sessions_app.session_operations.staff.session_list import SessionIndexView
from sessions_app.session_operations.staff.transitions import TRANSITIONS
from sessions_app.session_operations.staff.workspace.overview import OverviewView
from sessions_app.session_operations.staff.workspace.tabs import PAGES, TABS

PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("title"),
            FieldPanel("program"),
            FieldPanel("summary"),
            FieldPanel("languages"),
            FieldPanel("slug"),
        ],
        heading=_("What"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("day"), FieldPanel("start_time"), FieldPanel("end_time")]),
            FieldPanel("time_zone"),
            FieldPanel("repeated_hour"),
            FieldPanel("end_day"),
        ],
        heading=_("When"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("format"),
            FieldPanel("venue"),
            FieldPanel("room"),
            FieldPanel("join_link"),
            FieldPanel("join_link_in_calendar"),
            FieldPanel("host"),
            FieldPanel("jurisdictions"),
        ],
        heading=_("Where"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("visibility"),
            FieldRowPanel([FieldPanel("capacity_in_person"), FieldPanel("capacity_virtual")]),
            FieldPanel("seats_per_organization"),
            FieldPanel("people_per_registration"),
            FieldPanel("change_hours"),
            FieldPanel("accommodation_lead_days"),
        ],
        heading=_("Who can attend"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("registration_opens"), FieldPanel("registration_closes")]),
            FieldPanel("approval_required"),
            FieldPanel("waitlist_mode"),
            FieldPanel("offer_hours"),
            FieldPanel("reminder_days"),
        ],
        heading=_("Registration"),
    ),
    MultiFieldPanel([FieldPanel("attribution_rule")], heading=_("Who may be named")),
    MultiFieldPanel(
        [
            FieldPanel("faca_checked"),
            FieldPanel("pra_checked"),
            FieldPanel("privacy_notice_ready"),
            FieldPanel("accommodations_ready"),
            FieldPanel("interpreters_ready"),
        ],
        heading=_("Readiness"),
    ),
]


class SessionSaveMixin(ServiceSaveMixin[ListeningSession, ListeningSessionForm]):
    """Warns about conflicts after saving; the session's page lists them."""

    def save(self, form: ListeningSessionForm) -> ListeningSession:
        answers = form.answers()
        return sessions.save_session(
            listening_session=form.instance,
            capacities=answers.capacities,
            jurisdictions=answers.jurisdictions,
            languages=answers.languages,
            note=answers.note,
            expected_version=answers.expected_version,
            by=user_of(self.request),
        )

    def get_success_url(self) -> str:
        if self.form.taken_zone is not None:
            messages.info(self.request, taken_zone_words(self.form.taken_zone))
        count = len(conflicts_of(listening_session=self.object))
        if count:
            messages.warning(
                self.request,
                ngettext(
                    "%(count)d warning about this session. See below.",
                    "%(count)d warnings about this session. See below.",
                    count,
                )
                % {"count": count},
            )
        return url_of(self.object)


class SessionCreateView(SessionSaveMixin, RecordCreateView[ListeningSession, ListeningSessionForm]):
    pass


class SessionEditView(
    NotificationPreviewMixin[ListeningSession, ListeningSessionForm],
    SessionSaveMixin,
    RecordEditView[ListeningSession, ListeningSessionForm],
):
    template_name = "backoffice/session_operations/session_form.html"

    def notice_of(self, form: ListeningSessionForm) -> Notice | None:
        return notices.of_change(
            after=form.instance, capacities=form.capacities(), note=form.cleaned_data["note"]
        )

    def conflicts_of(self, form: ListeningSessionForm) -> list[dict[str, str]]:
        before = self.get_object()
        return conflict_rows(warnings_of(listening_session=form.instance, before=before))

    def needs_review(self, form: ListeningSessionForm) -> bool:
        # Of the others, the session's page warns, and again the screen that publishes them.
        is_public = form.instance.state == SessionState.SCHEDULED
        return is_public and bool(new_conflicts(before=self.get_object(), after=form.instance))

    def form_valid(self, form: ListeningSessionForm) -> HttpResponse:
        try:
            return self.preview_response(form) or super().form_valid(form)
        except EngagementError as error:
            return self.refuse(form, error)

    def get_success_message(self) -> str:
        saved = super().get_success_message()
        if self.object.state != SessionState.SCHEDULED:
            return saved
        if self.told is not None:
            return f"{saved} {sent_words(self.told)}"
        unsent = _(
            "No e-mails were sent, because this change does not affect anyone’s time, place "
            "or join link."
        )
        return f"{saved} {unsent}"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context = super().get_context_data(**kwargs)
        if self.object.state == SessionState.SCHEDULED:
            context["to_tell"] = session_page.people_to_tell(self.object)
        return context


class ListeningSessionViewSet(RecordViewSet):
    model = ListeningSession
    name = "listeningsession"
    url_prefix = "listening-sessions"
    icon = "calendar-alt"
    menu_label = _("Listening sessions")
    index_view_class = SessionIndexView
    add_view_class = SessionCreateView
    edit_view_class = SessionEditView
    inspect_view_class = OverviewView
    search_fields = ["title", "reference", "venue__name", "venue__city"]
    edit_handler = ObjectList(PANELS, base_form_class=ListeningSessionForm)
    transitions = TRANSITIONS

    #: URL segment, also the name, and view of each further page of a session.
    pages = (
        ("questions", SessionQuestionsView),
        ("register", RegisterSomebodyView),
        ("approvals", ApprovalsView),
        ("invite", InviteView),
        ("send-invitations", WarnedSendInvitationsView),
        ("repeat", RepeatView),
        ("carry-over", CarryOverView),
    )

    def get_common_view_kwargs(self, **kwargs: object) -> dict[str, object]:
        return {**super().get_common_view_kwargs(**kwargs), "tabs": TABS}

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("calendar/", self.construct_view(SessionMonthView), name="month"),
            *(
                path(f"{name}/<int:pk>/", self.construct_view(view), name=name.replace("-", "_"))
                for name, view in self.pages
            ),
            *(
                path(f"<int:pk>/{page.slug}/", self.construct_view(page.view), name=page.name)
                for page in (*TABS[1:], *PAGES)
            ),
        ]
