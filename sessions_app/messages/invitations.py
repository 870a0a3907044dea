"""E-mails to somebody who is invited to a listening session."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sessions_app.enums import Visibility
from sessions_app.exports import wording
from sessions_app.messages.outbox import queue
from sessions_app.messages.words import Letter, write
from sessions_app.models import AccessToken, Invitation


def sent(*, invitation: Invitation, token: AccessToken) -> None:
    """Invite somebody, with the link that is theirs alone."""
    queue(
        letter=letter(invitation=invitation, token=token),
        recipient=invitation.email,
        unique_key=f"invitation:{invitation.pk}",
        token=token,
    )


def letter(*, invitation: Invitation, token: AccessToken | None) -> Letter:
    """Return the e-mail, in the guest's language; nothing is stored.

    Without a ``token`` the personal link opens nothing: for those who look at the words.
    """
    session, organization = invitation.listening_session, invitation.organization
    with translation.override(invitation.language):
        when, where = wording.when(session), wording.where(session)
        is_closed = session.visibility == Visibility.INVITATION
        path = reverse("sessions_app:invitation_detail", args=["TOKEN"])
        return write(
            kind="invitation",
            values={
                "name": invitation.name,
                "session_title": session.title,
                "summary": session.summary,
                "when": when,
                "where": where,
                "reference": invitation.reference,
                "organization": organization.name if organization else "",
                "whom": organization.name if organization else _("you"),
            },
            facts=[
                (_("Session"), session.title),
                (_("When"), when),
                (_("Where"), where),
                (_("Who may come"), _("Invited guests only") if is_closed else ""),
                (_("Reference"), invitation.reference),
            ],
            # Stored with a placeholder; the secret is filled in on the way to the mail server.
            link=(
                _("Answer the invitation"),
                path.replace("TOKEN", f"[[token:{token.pk}]]" if token else "…"),
            ),
            language=invitation.language,
        )
