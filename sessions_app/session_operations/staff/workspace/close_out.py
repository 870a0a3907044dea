"""Close-out tab: attendance, open tasks, and the button that closes the session."""

from typing import cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from sessions_app.core.errors import EngagementError
from sessions_app.core.record_numbers import record_number
from sessions_app.core.staff.record_views import url_of
from sessions_app.core.staff.scoped import user_of
from sessions_app.listening_sessions.enums import AttendanceMode, SessionState
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.models import Attendee, Registration
from sessions_app.registrations.selectors.roster import people_of
from sessions_app.session_operations.forms.close_out import CloseOutForm
from sessions_app.session_operations.selectors.attendance import attendance_of, still_open
from sessions_app.session_operations.services import close_out
from sessions_app.session_operations.staff.workspace.workspace_view import WorkspaceView

CLOSED = (SessionState.HELD, SessionState.IN_REVIEW, SessionState.NOTES_PUBLISHED)


def can_be_closed(session: ListeningSession) -> bool:
    return session.state == SessionState.SCHEDULED and session.starts_at <= timezone.now()


class CloseOutView(WorkspaceView):
    template_name = "backoffice/session_operations/workspace/close_out.html"
    page_title = _("Close-out")
    tab = "close_out"
    asks = (("change", ListeningSession), ("check_in", Registration))

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        form = CloseOutForm(request.POST)
        if form.is_valid():
            by = user_of(request)
            try:
                close_out.close(listening_session=self.object, by=by, **form.cleaned_data)
            except EngagementError as error:
                form.add_error(None, error.message)
                self.object = self.get_object()
            else:
                messages.success(
                    request, _("Session closed. Next, check the notes and assign themes.")
                )
                return redirect(url_of(self.object, "close_out"))
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(
        self, *, form: CloseOutForm | None = None, **kwargs: object
    ) -> dict[str, object]:
        session = self.object
        context = super().get_context_data(
            **kwargs,
            form=form,
            attendance=attendance_of(session),
            open_points=still_open(session, user=user_of(self.request)),
            can_be_closed=can_be_closed(session),
            is_closed=session.state in CLOSED,
            has_errors=bool(form and form.errors),
        )
        if context["can_be_closed"]:
            people = list(people_of(session, states=[RegistrationState.CONFIRMED]))
            here = {person.pk for person in people if person.checked_in_at}
            context.update(
                modes=_by_mode(session, people, here if form is None else _ticked(form)),
                ticked_before=",".join(str(pk) for pk in sorted(here)),
            )
        elif context["is_closed"]:
            context["page"] = self.page_of(
                session.registrations.filter(
                    state__in=[RegistrationState.ATTENDED, RegistrationState.NO_SHOW]
                )
                .select_related("organization")
                .order_by("organization_name", "pk")
            )
        return context


def _ticked(form: CloseOutForm) -> set[int]:
    sent = cast(QueryDict, form.data)
    return {number for value in sent.getlist("came") if (number := record_number(value))}


def _by_mode(
    session: ListeningSession, people: list[Attendee], ticked: set[int]
) -> list[dict[str, object]]:
    return [
        {
            "label": AttendanceMode(mode).label,
            "is_online": mode == AttendanceMode.VIRTUAL,
            "people": [
                {"person": person, "is_ticked": person.pk in ticked}
                for person in people
                if person.registration.mode == mode
            ],
        }
        for mode in session.modes
    ]
