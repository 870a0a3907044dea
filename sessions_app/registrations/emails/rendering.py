"""Renders the e-mails to registrants. Nothing is stored here."""

from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _

from sessions_app.core.models import AccessToken
from sessions_app.listening_sessions import wording
from sessions_app.listening_sessions.enums import AttendanceMode, Visibility
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.mail.emails.rendering import RenderedEmail, render_email
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.models import Registration


def render(
    *,
    kind: str,
    registration: Registration,
    token: AccessToken | None,
    reason: str = "",
    before: ListeningSession | None = None,
    note: str = "",
) -> RenderedEmail:
    """Render an e-mail in the registrant's language; nothing is stored.

    Without a ``token``, as in a preview, the personal link does not work.
    """
    session = registration.listening_session
    with translation.override(registration.language):
        until = registration.offer_expires_at
        when = wording.when(session)
        where = (
            wording.where_to_go(session, mode=registration.mode)
            if kind == "session_reminder"
            else wording.where(session)
        )
        return render_email(
            kind=kind,
            values={
                "name": registration.name,
                "session_title": session.title,
                "when": when,
                "where": where,
                "reference": registration.reference,
                "organization": registration.organization_name,
                "reason": reason,
                "before": wording.when_and_where(before) if before else "",
                "note": note,
                "until": wording.moment(until.astimezone(session.zone)) if until else "",
            },
            facts=[
                (_("Session"), session.title),
                (_("When"), when),
                (_("Where"), where),
                (_("Join online"), _join_link(registration, kind)),
                (_("Seats"), formats.number_format(registration.seats)),
                (_("Reference"), registration.reference),
            ],
            link=_link(kind, session, token),
            language=registration.language,
        )


def _link(kind: str, session: ListeningSession, token: AccessToken | None) -> tuple[str, str]:
    if kind != "session_follow_up":
        return _("See, change or cancel your registration"), _path(token)
    if session.visibility == Visibility.INVITATION:
        return _("See your registration"), _path(token)
    return _("See the session page"), session.get_absolute_url()


def _path(token: AccessToken | None) -> str:
    # Stored with a placeholder; the secret is filled in when the message is sent.
    path = reverse("sessions_app:registration_detail", args=["TOKEN"])
    return path.replace("TOKEN", f"[[token:{token.pk}]]" if token else "…")


def _join_link(registration: Registration, kind: str) -> str:
    """Return the join link if the seat is confirmed and online, otherwise ""."""
    if (
        registration.state == RegistrationState.CONFIRMED
        and registration.mode == AttendanceMode.VIRTUAL
        and kind != "session_follow_up"
    ):
        return registration.listening_session.join_link
    return ""
