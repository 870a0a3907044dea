"""Views behind the link in an invitation: see the session, register, decline."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sessions_app.core.errors import EngagementError
from sessions_app.core.views.link_pages import opened_by
from sessions_app.listening_sessions.selectors.sessions import registration_status
from sessions_app.organizations.services.contacts import withdraw_email_consent
from sessions_app.registrations.enums import InvitationState
from sessions_app.registrations.models import Invitation
from sessions_app.registrations.services import invitations as service
from sessions_app.registrations.services import personal_links
from sessions_app.registrations.views.registrations import RegistrationContext, register_from

by_invitation = opened_by(
    lambda token: personal_links.invitation_for(raw=token),
    stale="registrations/invitation_stale.html",
)


@require_safe
@by_invitation
def invitation_detail(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    if invitation.state == InvitationState.REVOKED:
        # A withdrawn invitation no longer reveals its session.
        return render(request, "registrations/invitation_withdrawn.html", status=410)
    session = invitation.listening_session
    status = registration_status(listening_session=session, is_invited=True)
    context = {
        "invitation": invitation,
        "session": session,
        "token": token,
        "status": status,
        "languages": list(session.languages.all()),
        "agenda": list(session.agenda_items.all()),
        "can_register": invitation.is_usable and status.takes_registrations,
        "is_listed": invitation.contact is not None and invitation.contact.email_consent,
        "can_decline": invitation.state == InvitationState.SENT and status.code != "over",
    }
    return render(request, "registrations/invitation_detail.html", context)


@by_invitation
def invitation_register(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    back_url = reverse("sessions_app:invitation_detail", args=[token])
    if request.method != "POST" and not invitation.is_usable:
        return redirect(back_url)
    session = invitation.listening_session
    status = registration_status(listening_session=session, is_invited=True)
    return register_from(request, RegistrationContext(session, status, back_url, invitation))


@by_invitation
def invitation_decline(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    if invitation.state != InvitationState.SENT:
        return redirect("sessions_app:invitation_detail", token)
    problem = ""
    if request.method == "POST":
        try:
            service.decline(invitation=invitation)
        except EngagementError as error:
            problem = error.message
        else:
            return redirect("sessions_app:invitation_detail", token)
    context = {
        "session": invitation.listening_session,
        "token": token,
        "problem": problem,
        "page_has_errors": bool(problem),
    }
    return render(
        request,
        "registrations/invitation_decline.html",
        context,
        status=409 if problem else 200,
    )


@by_invitation
def invitation_unsubscribe(
    request: HttpRequest, invitation: Invitation, token: str
) -> HttpResponse:
    """Stop invitations to a contact. A mail app may POST here for its user (RFC 8058, 3.2).

    It gets no redirect, which that RFC forbids.
    """
    contact = invitation.contact
    if request.method == "POST" and contact is not None:
        contact = withdraw_email_consent(contact=contact)
    context = {"is_listed": contact is not None and contact.email_consent}
    return render(request, "registrations/invitation_unsubscribe.html", context)
