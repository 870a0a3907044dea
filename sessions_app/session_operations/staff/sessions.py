"""Staff screens of listening sessions."""

from django.db.models import Prefetch
from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from sessions_app.core.errors import EngagementError
from sessions_app.core.staff.columns import CountColumn, RecordColumn, TagColumn
from sessions_app.core.staff.filters import choice_filter
from sessions_app.core.staff.notification_preview import NotificationPreviewMixin
from sessions_app.core.staff.record_views import (
    RecordCreateView,
    RecordEditView,
    RecordIndexView,
    ServiceSaveMixin,
    url_of,
)
from sessions_app.core.staff.record_viewset import RecordViewSet
from sessions_app.core.staff.scoped import user_of
from sessions_app.core.staff.transitions import NoteForm, PreviewedReasonForm, Transition
from sessions_app.listening_sessions.enums import SESSION_TRANSITIONS, SessionFormat, SessionState
from sessions_app.listening_sessions.models import ListeningSession, SeatPool
from sessions_app.listening_sessions.staff import wording
from sessions_app.listening_sessions.staff.month import SessionMonthView
from sessions_app.programs.staff import program_filter
from sessions_app.registrations.staff.approvals import ApprovalsView
from sessions_app.registrations.staff.invite import InviteView, SendInvitationsView
from sessions_app.registrations.staff.questions import SessionQuestionsView
from sessions_app.registrations.staff.register import RegisterSomebodyView
from sessions_app.session_operations.forms.sessions import ListeningSessionForm
from sessions_app.session_operations.selectors.conflicts import conflicts_of
from sessions_app.session_operations.services import notices, sessions
from sessions_app.session_operations.staff import session_page
from sessions_app.session_operations.staff.conflict_words import conflict_rows
from sessions_app.session_operations.staff.series import CarryOverView, RepeatView
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


def _told(session: ListeningSession) -> list[str]:
    count = session_page.people_to_tell(session)
    if not count:
        return [str(_("No one is registered or invited, so no e-mails will be sent."))]
    return [
        ngettext(
            "%(count)d person will get an e-mail with your reason. You can review it first.",
            "%(count)d people will get an e-mail with your reason. You can review it first.",
            count,
        )
        % {"count": count}
    ]


TRANSITIONS: tuple[Transition[ListeningSession], ...] = (
    Transition(
        slug="schedule",
        label=_("Schedule"),
        explanation=_(
            "The session appears on the public site. People can register while "
            "registration is open."
        ),
        run=lambda session, by, answers: sessions.schedule(
            listening_session=session,
            by=by,
            note=answers["note"],
            expected_version=answers["expected_version"],
        ),
        done=_("Scheduled."),
        to_state=SessionState.SCHEDULED,
        allowed=SESSION_TRANSITIONS,
        style="",
        form_class=NoteForm,
        notice=lambda session, answers: notices.of_resuming(session=session, note=answers["note"]),
        warns=lambda session: conflict_rows(conflicts_of(listening_session=session)),
    ),
    Transition(
        slug="review",
        label=_("Review notes"),
        explanation=_("Check the notes and assign themes before anything is published."),
        run=lambda session, by, _answers: sessions.start_review(listening_session=session, by=by),
        done=_("Notes are in review."),
        to_state=SessionState.IN_REVIEW,
        allowed=SESSION_TRANSITIONS,
        style="",
    ),
    Transition(
        slug="publish-notes",
        label=_("Publish notes"),
        explanation=_(
            "Approved public summaries appear on the session page. Private notes never do."
        ),
        run=lambda session, by, _answers: sessions.publish_notes(listening_session=session, by=by),
        done=_("Notes published."),
        to_state=SessionState.NOTES_PUBLISHED,
        allowed=SESSION_TRANSITIONS,
        style="",
    ),
    Transition(
        slug="postpone",
        label=_("Postpone"),
        explanation=_(
            "The session stays on the public site, marked as postponed. Everyone keeps "
            "their seat. When you have a new date, schedule the session again."
        ),
        run=lambda session, by, answers: sessions.postpone(
            listening_session=session,
            by=by,
            reason=answers["reason"],
            expected_version=answers["expected_version"],
        ),
        done=_("Postponed."),
        to_state=SessionState.POSTPONED,
        allowed=SESSION_TRANSITIONS,
        form_class=PreviewedReasonForm,
        tells=_told,
        notice=lambda session, answers: notices.of_postponing(
            session=session, reason=answers["reason"]
        ),
    ),
    Transition(
        slug="cancel",
        label=_("Cancel session"),
        explanation=_(
            "The session stays on the public site, marked as cancelled, with your reason. "
            "All registrations end. You cannot undo this."
        ),
        run=lambda session, by, answers: sessions.cancel(
            listening_session=session,
            by=by,
            reason=answers["reason"],
            expected_version=answers["expected_version"],
        ),
        done=_("Cancelled."),
        to_state=SessionState.CANCELLED,
        allowed=SESSION_TRANSITIONS,
        form_class=PreviewedReasonForm,
        style="no button-secondary",
        tells=_told,
        notice=lambda session, answers: notices.of_cancelling(
            session=session, reason=answers["reason"]
        ),
    ),
)


def _waiting(session: ListeningSession) -> list[str]:
    waiting = sum(pool.waiting for pool in session.seat_pools.all())
    return [ngettext("%d waiting", "%d waiting", waiting) % waiting] if waiting else []


class SessionFilterSet(WagtailFilterSet):
    state = choice_filter(_("Status"), SessionState.choices)
    program = program_filter()
    format = choice_filter(_("Format"), SessionFormat.choices)

    class Meta:
        model = ListeningSession
        fields = ["state", "program", "format"]


class SessionIndexView(RecordIndexView):
    filterset_class = SessionFilterSet
    default_ordering = "-starts_at"
    select_related = ("program",)
    prefetch_related = (Prefetch("seat_pools", SeatPool.objects.order_by("mode")),)
    columns = [
        RecordColumn("title", label=_("Listening session")),
        Column("when", label=_("When"), accessor=wording.short_when, sort_key="starts_at"),
        Column("program", label=_("Program")),
        Column("format", label=_("Format"), accessor="get_format_display"),
        CountColumn("seats", label=_("Seats taken"), accessor=wording.seats_taken, flags=_waiting),
        TagColumn("state", label=_("Status"), accessor="get_state_display"),
    ]
    list_export = [
        "reference",
        "title",
        "program",
        "get_format_display",
        "starts_at",
        "ends_at",
        "time_zone",
        "get_state_display",
    ]
    export_headings = {"get_format_display": _("Format"), "get_state_display": _("Status")}

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        by_month = HeaderButton(
            label=_("By month"), url=reverse("listeningsession:month"), icon_name="calendar"
        )
        return [*super().header_buttons, by_month]


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
        count = len(conflicts_of(listening_session=self.object))
        if count:
            messages.warning(
                self.request,
                ngettext(
                    "%(count)d possible conflict with this session. See below.",
                    "%(count)d possible conflicts with this session. See below.",
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

    def notice_of(self, form: ListeningSessionForm) -> notices.Notice | None:
        return notices.of_change(
            after=form.instance, capacities=form.capacities(), note=form.cleaned_data["note"]
        )

    def form_valid(self, form: ListeningSessionForm) -> HttpResponse:
        try:
            return self.preview_response(form) or super().form_valid(form)
        except EngagementError as error:
            return self.refuse(form, error)

    def get_success_message(self) -> str:
        if self.object.state != SessionState.SCHEDULED:
            return str(_("Saved."))
        if self.told is None:
            return str(
                _(
                    "Saved. No e-mails were sent, because this change does not affect "
                    "anyone’s time, place or join link."
                )
            )
        return ngettext(
            "Saved. %(count)d e-mail is being sent.",
            "Saved. %(count)d e-mails are being sent.",
            self.told.total,
        ) % {"count": self.told.total}

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
        ("send-invitations", SendInvitationsView),
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
