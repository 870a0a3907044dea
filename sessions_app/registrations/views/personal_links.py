"""Views behind a registrant's personal link: see, change, cancel, accept an offer."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from sessions_app.calendars import calendar
from sessions_app.core.errors import EngagementError
from sessions_app.core.views.link_pages import opened_by
from sessions_app.listening_sessions.enums import AttendanceMode, SessionState, Visibility
from sessions_app.listening_sessions.models import SeatPool
from sessions_app.registrations.emails.attendees import addressees_of
from sessions_app.registrations.enums import ACTIVE_REGISTRATION_STATES
from sessions_app.registrations.exports import check_in_qr_code
from sessions_app.registrations.forms.registrations import RegistrationFormGroup
from sessions_app.registrations.models import Registration
from sessions_app.registrations.selectors.waitlist import place_in_line
from sessions_app.registrations.services import changes, personal_links, transitions
from sessions_app.registrations.views.registrations import needs_late

by_personal_link = opened_by(
    lambda token: personal_links.registration_for(raw=token),
    stale="registrations/personal_link_stale.html",
)


@by_personal_link
def registration_detail(
    request: HttpRequest, registration: Registration, token: str
) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        try:
            transitions.accept_offer(registration=registration)
        except EngagementError as error:
            problem = error.message
            registration.refresh_from_db()
        else:
            return redirect("sessions_app:registration_detail", token)
    session = registration.listening_session
    is_on = session.state == SessionState.SCHEDULED and not session.is_over()
    people = list(registration.attendees.coming())
    context = {
        "registration": registration,
        "session": session,
        "token": token,
        "people": people,
        "is_active": registration.state in ACTIVE_REGISTRATION_STATES,
        "needs": registration.accommodation_requests.open(),
        "place_in_line": place_in_line(registration=registration),
        "join_link": _join_link(registration) if is_on else "",
        "is_on": is_on,
        "check_in_qr_code": check_in_qr_code(registration)
        if is_on and _comes_to_the_door(registration)
        else "",
        "can_change": registration.takes_changes(),
        "others_told": registration.has_seat and bool(addressees_of(registration, people)),
        "checked_in": [person.name for person in people if person.checked_in_at],
        "is_page_public": session.visibility != Visibility.INVITATION,
        "was_changed": "changed" in request.GET,
        "problem": problem,
        "page_has_errors": bool(problem),
    }
    return render(
        request,
        "registrations/detail.html",
        context,
        status=409 if problem else 200,
    )


@by_personal_link
def registration_change(
    request: HttpRequest, registration: Registration, token: str
) -> HttpResponse:
    session = registration.listening_session
    if _leads_nowhere(request, registration):
        return redirect("sessions_app:registration_detail", token)
    pools = list(SeatPool.objects.filter(listening_session=session))
    step = request.POST.get("step")
    parts: dict[str, Any] = {"data": request.POST} if request.method == "POST" else {}
    if step == "add_person":
        parts = {"typed": request.POST, "more_people": 1}
    entry = RegistrationFormGroup(
        listening_session=session, pools=pools, registration=registration, **parts
    )
    if "data" in parts and entry.is_valid():
        who, answers = entry.registrant(), entry.answers()
        try:
            changes.change(
                registration=registration,
                attendees=answers.attendees,
                name=who.name,
                organization_name=who.organization_name,
                phone=answers.phone,
                language=answers.language,
                accommodations=answers.accommodations,
                answers=answers.answers,
                mode=answers.mode,
                may_wait=answers.may_wait,
            )
        except EngagementError as error:
            entry.refuse(error)
        else:
            response = redirect("sessions_app:registration_detail", token)
            response.headers["Location"] += "?changed=1"
            return response
    context = {
        "registration": registration,
        "session": session,
        "token": token,
        "entry": entry,
        "needs_late": needs_late(session),
        "page_has_errors": entry.has_errors,
    }
    return render(request, "registrations/change.html", context)


@by_personal_link
def registration_cancel(
    request: HttpRequest, registration: Registration, token: str
) -> HttpResponse:
    if _leads_nowhere(request, registration):
        return redirect("sessions_app:registration_detail", token)
    problem = ""
    if request.method == "POST":
        try:
            transitions.cancel(registration=registration)
        except EngagementError as error:
            problem = error.message
        else:
            return redirect("sessions_app:registration_detail", token)
    context = {
        "registration": registration,
        "session": registration.listening_session,
        "token": token,
        "problem": problem,
        "page_has_errors": bool(problem),
    }
    return render(
        request,
        "registrations/cancel.html",
        context,
        status=409 if problem else 200,
    )


@require_safe
@by_personal_link
def registration_calendar(
    request: HttpRequest, registration: Registration, token: str
) -> HttpResponse:
    """The session as a calendar file, for a confirmed seat, even if the session is not public."""
    if not registration.has_seat:
        raise Http404
    session = registration.listening_session
    body = calendar.session_calendar(listening_session=session)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{session.slug}.ics"'
    return response


def _leads_nowhere(request: HttpRequest, registration: Registration) -> bool:
    """Whether there is nothing to change; a form submitted just too late still gets its answer."""
    if request.method == "POST":
        return not registration.is_changeable
    return not registration.takes_changes()


def _comes_to_the_door(registration: Registration) -> bool:
    return registration.has_seat and registration.mode == AttendanceMode.IN_PERSON


def _join_link(registration: Registration) -> str:
    """Return the join link for a confirmed seat that is online."""
    if registration.has_seat and registration.mode == AttendanceMode.VIRTUAL:
        return registration.listening_session.join_link
    return ""
