"""E-mails to guests who are invited to a listening session."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sessions_app.core.models import AccessToken
from sessions_app.listening_sessions import wording
from sessions_app.listening_sessions.enums import Visibility
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.mail.emails.queue import queue
from sessions_app.mail.emails.rendering import RenderedEmail, render_email
from sessions_app.mail.models import OutboxMessage
from sessions_app.registrations.models import Invitation

#: Kinds of e-mail after which the guest can still answer.
_TO_ANSWER = ("invitation", "invitation_changed")


def sent(*, invitation: Invitation, token: AccessToken) -> None:
    """Send an invitation with its personal link."""
    queue(
        email=render(invitation=invitation, token=token),
        recipient=invitation.email,
        unique_key=f"invitation:{invitation.pk}",
        token=token,
    )


def session_changed(
    *,
    invitation: Invitation,
    token: AccessToken,
    before: ListeningSession | None = None,
    note: str = "",
) -> None:
    """Tell a guest who has not answered that the session has a new time or place.

    ``before`` is the session before the change; None if it was postponed and now has a date again.
    """
    _queue_news(
        render(
            kind="invitation_changed", invitation=invitation, token=token, before=before, note=note
        ),
        invitation,
        token,
    )


def session_called_off(*, kind: str, invitation: Invitation, token: AccessToken) -> None:
    """Tell a guest who has not answered that the session is postponed or cancelled, and why."""
    reason = invitation.listening_session.state_reason
    _queue_news(
        render(kind=kind, invitation=invitation, token=token, reason=reason), invitation, token
    )


def unsubscribe_path(message: OutboxMessage) -> str:
    """Return where the guest of an invitation stops further ones; "" if they are on no list."""
    invitation = message.token.invitation if message.token else None
    if invitation is None or invitation.contact is None or not invitation.contact.email_consent:
        return ""
    with translation.override(invitation.language):
        return _path("invitation_unsubscribe", message.token)


def _queue_news(email: RenderedEmail, invitation: Invitation, token: AccessToken) -> None:
    queue(
        email=email,
        recipient=invitation.email,
        unique_key=f"invitation:{invitation.pk}:session:{invitation.listening_session.sequence}",
        token=token,
    )


def render(
    *,
    invitation: Invitation,
    token: AccessToken | None,
    kind: str = "invitation",
    before: ListeningSession | None = None,
    note: str = "",
    reason: str = "",
) -> RenderedEmail:
    """Render the e-mail in the guest's language; nothing is stored.

    Without a ``token``, as in a preview, the personal link does not work.
    """
    session, organization = invitation.listening_session, invitation.organization
    with translation.override(invitation.language):
        when, where = wording.when(session), wording.where(session)
        is_closed = session.visibility == Visibility.INVITATION
        return render_email(
            kind=kind,
            values={
                "name": invitation.name,
                "session_title": session.title,
                "summary": session.summary,
                "when": when,
                "where": where,
                "reference": invitation.reference,
                "organization": organization.name if organization else "",
                "whom": organization.name if organization else _("you"),
                "before": wording.when_and_where(before) if before else "",
                "note": note,
                "reason": reason,
            },
            facts=[
                (_("Session"), session.title),
                (_("When"), when),
                (_("Where"), where),
                (_("Who can attend"), _("Invited guests only") if is_closed else ""),
                (_("Reference"), invitation.reference),
            ],
            link=_link(kind, token),
            language=invitation.language,
        )


def _link(kind: str, token: AccessToken | None) -> tuple[str, str]:
    if kind == "invitation_cancelled":
        return _("See other listening sessions"), reverse("sessions_app:session_list")
    label = _("Answer the invitation") if kind in _TO_ANSWER else _("See the invitation")
    return label, _path("invitation_detail", token)


def _path(view: str, token: AccessToken | None) -> str:
    # Stored with a placeholder; the secret is filled in when the message is sent.
    path = reverse(f"sessions_app:{view}", args=["TOKEN"])
    return path.replace("TOKEN", f"[[token:{token.pk}]]" if token else "…")
