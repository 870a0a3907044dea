"""Registers for a listening session without an account.

Fill in, check the answers, send. The input is carried in hidden inputs: nothing is stored on the
server until it is sent, and no cookie is needed (docs/adr/0017). What came of it is in the e-mail
alone, unless the address is proven to be the sender's (docs/adr/0041).
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from engagement_site.accounts.emails import verified_addresses
from engagement_site.accounts.models import User
from engagement_site.rate_limits import whole_minutes
from sessions_app.core.errors import EngagementError
from sessions_app.core.forms.public_guard import PublicGuard, seconds_to_wait
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.listening_sessions.selectors.sessions import (
    RegistrationStatus,
    registration_status,
)
from sessions_app.listening_sessions.views.sessions import session_or_404
from sessions_app.registrations.errors import AlreadyRegisteredError
from sessions_app.registrations.forms.registrations import RegistrationFormGroup
from sessions_app.registrations.models import Invitation, Registration
from sessions_app.registrations.selectors.active import active_registration
from sessions_app.registrations.services import registrations as service
from sessions_app.registrations.services.checks import require_seats
from sessions_app.registrations.services.personal_links import raw_token_for

STEPS = (_("Your details"), _("Check your answers"), _("Done"))


def needs_late(session: ListeningSession) -> bool:
    """Whether accommodations requested now are inside the session's lead time."""
    lead = datetime.timedelta(days=session.accommodation_lead_days)
    return timezone.now() > session.starts_at - lead


@dataclass(frozen=True)
class RegistrationContext:
    """How the registrant reached the form: by the public URL, or by an invitation."""

    session: ListeningSession
    status: RegistrationStatus
    #: Target of the "back" link.
    back_url: str
    invitation: Invitation | None = None

    @property
    def purpose(self) -> str:
        return f"register:{self.session.pk}"

    def entry(self, **parts: Any) -> RegistrationFormGroup:
        guest = self.invitation
        known = {}
        if guest is not None:
            organization = guest.organization.name if guest.organization else ""
            known = {
                "name": guest.name,
                "email": guest.email,
                "organization_name": organization,
                "language": guest.language,
            }
        return RegistrationFormGroup(
            listening_session=self.session, pools=self.status.pools, known=known, **parts
        )


@csrf_exempt  # nobody is signed in, so a forged request uses no authority (docs/adr/0017)
@cache_control(private=True, no_cache=True)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    session = session_or_404(slug)
    status = registration_status(listening_session=session)
    return register_from(request, RegistrationContext(session, status, session.get_absolute_url()))


def register_from(request: HttpRequest, origin: RegistrationContext) -> HttpResponse:
    """Show the form, the check page or errors, or register and say where to look for the e-mail."""
    if request.method == "POST":
        return _received(request, origin, PublicGuard.of(origin.purpose, request.POST))
    if not origin.status.takes_registrations:
        return render(request, "registrations/closed.html", _context(origin))
    return _form_page(request, origin, origin.entry(), PublicGuard.opened(origin.purpose))


def _received(
    request: HttpRequest, origin: RegistrationContext, guard: PublicGuard
) -> HttpResponse:
    step = request.POST.get("step")
    if step in ("add_person", "edit"):
        more = 1 if step == "add_person" else 0
        return _form_page(
            request, origin, origin.entry(typed=request.POST, more_people=more), guard
        )
    entry = origin.entry(data=request.POST)
    if not entry.is_valid():
        return _form_page(request, origin, entry, guard)
    try:
        require_seats(origin.session, entry.chosen_pool, len(entry.attendees()))
    except EngagementError as error:
        entry.refuse(error)
        return _form_page(request, origin, entry, guard)
    if step != "send":
        return _check_page(request, origin, entry, guard)
    return _send(request, origin, entry, guard)


def _send(
    request: HttpRequest,
    origin: RegistrationContext,
    entry: RegistrationFormGroup,
    guard: PublicGuard,
) -> HttpResponse:
    if refusal := guard.refusal(request):
        return _check_page(request, origin, entry, guard, refusal=refusal, status=400)
    if wait := seconds_to_wait(request, form="register"):
        return _check_page(request, origin, entry, guard, wait=wait, status=429)
    who, answers = entry.registrant(), entry.answers()
    registration: Registration | None = None
    try:
        registration = service.register(
            listening_session=origin.session,
            name=who.name,
            email=who.email,
            phone=answers.phone,
            organization_name=who.organization_name,
            mode=answers.mode,
            attendees=answers.attendees,
            accommodations=answers.accommodations or (),
            answers=answers.answers,
            language=answers.language,
            submission=guard.submission,
            invitation=origin.invitation,
        )
    except AlreadyRegisteredError:
        pass  # who proved the address sees the registration, everybody else the page for all
    except EngagementError as error:
        entry.refuse(error)
        return _form_page(request, origin, entry, guard)
    if _is_proven(request, origin, who.email):
        registration = registration or active_registration(origin.session, who.email)
        if registration is not None:
            token = raw_token_for(registration=registration)
            return redirect("sessions_app:registration_detail", token)
    # The same page whether the address was registered before or not: only its owner reads which.
    return render(request, "registrations/sent.html", _context(origin, entry, guard))


def _is_proven(request: HttpRequest, origin: RegistrationContext, email: str) -> bool:
    """Whether the address is shown to be the sender's own: by an invitation, or by signing in."""
    invited = {origin.invitation.email} if origin.invitation else set()
    user = request.user
    proven = invited | (verified_addresses(user) if isinstance(user, User) else set())
    return email.lower() in {address.lower() for address in proven}


def _form_page(
    request: HttpRequest,
    origin: RegistrationContext,
    entry: RegistrationFormGroup,
    guard: PublicGuard,
) -> HttpResponse:
    context = _context(origin, entry, guard, page_has_errors=entry.has_errors)
    if request.method == "POST":
        context["language_step"] = "edit"
    return render(request, "registrations/form.html", context)


def _check_page(
    request: HttpRequest,
    origin: RegistrationContext,
    entry: RegistrationFormGroup,
    guard: PublicGuard,
    *,
    refusal: str = "",
    wait: int = 0,
    status: int = 200,
) -> HttpResponse:
    context = _context(
        origin,
        entry,
        guard,
        refusal=refusal,
        wait_minutes=whole_minutes(wait),
        page_has_errors=bool(refusal or wait),
        language_step="check",
    )
    response = render(request, "registrations/check.html", context, status=status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def _context(
    origin: RegistrationContext,
    entry: RegistrationFormGroup | None = None,
    guard: PublicGuard | None = None,
    **more: Any,
) -> dict[str, Any]:
    return {
        "session": origin.session,
        "status": origin.status,
        "back_url": origin.back_url,
        "entry": entry,
        "guard": guard,
        "steps": STEPS,
        "needs_late": needs_late(origin.session),
        **more,
    }
