"""E-mails with the link to an organization's statements."""

from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _

from sessions_app.core.models import AccessToken
from sessions_app.mail.emails.queue import queue
from sessions_app.mail.emails.rendering import RenderedEmail, render_email
from sessions_app.read_back.models import ReadBack, ReadBackRecipient


def key_prefix(read_back: ReadBack) -> str:
    """Return how the unique keys of the e-mails about a read-back begin."""
    return f"{read_back._meta.model_name}:{read_back.pk}:"


def sent(*, recipient: ReadBackRecipient, token: AccessToken) -> None:
    _send("read_back", recipient, token)


def reminder(*, recipient: ReadBackRecipient, token: AccessToken) -> None:
    _send("read_back_reminder", recipient, token)


def render(
    *, kind: str, recipient: ReadBackRecipient, token: AccessToken | None = None
) -> RenderedEmail:
    """Render the e-mail in the contact's language; nothing is stored.

    It repeats no statement: what is withdrawn later would stay in the mailbox. Without a ``token``,
    as in a preview, the link does not work.
    """
    read_back, contact = recipient.read_back, recipient.contact
    session = read_back.listening_session
    with translation.override(recipient.language):
        until = formats.date_format(read_back.answer_by)
        path = reverse("sessions_app:read_back", args=["TOKEN"])
        return render_email(
            kind=kind,
            values={
                "name": contact.name,
                "organization": read_back.organization.name,
                "session_title": session.title,
                "until": until,
            },
            facts=[
                (_("Session"), session.title),
                (_("Organization"), read_back.organization.name),
                (_("Answer by"), until),
            ],
            # Stored with a placeholder; the secret is filled in when the message is sent.
            link=(
                _("Check what we wrote"),
                path.replace("TOKEN", f"[[token:{token.pk}]]" if token else "…"),
            ),
            language=recipient.language,
        )


def _send(kind: str, recipient: ReadBackRecipient, token: AccessToken) -> None:
    queue(
        email=render(kind=kind, recipient=recipient, token=token),
        recipient=recipient.email,
        unique_key=f"{key_prefix(recipient.read_back)}{kind}:{recipient.pk}",
        token=token,
    )
