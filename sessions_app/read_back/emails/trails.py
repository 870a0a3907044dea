"""E-mails with the link to an organization's trail."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sessions_app.core.models import AccessToken
from sessions_app.mail.emails.queue import queue
from sessions_app.mail.emails.rendering import render_email
from sessions_app.organizations.models import Contact


def link(*, contact: Contact, token: AccessToken, language: str, key: str) -> None:
    """Send a contact the link. ``key`` tells one request from another."""
    with translation.override(language):
        # Stored with a placeholder; the secret is filled in when the message is sent.
        path = reverse("sessions_app:trail", args=["TOKEN"])
        email = render_email(
            kind="trail_link",
            values={"name": contact.name},
            link=(_("See what came of it"), path.replace("TOKEN", f"[[token:{token.pk}]]")),
            language=language,
        )
    queue(
        email=email,
        recipient=contact.email,
        unique_key=f"trail:{contact.pk}:{key}",
        token=token,
    )


def unknown(*, email: str, language: str, key: str) -> None:
    """Tell an address that it belongs to no contact of an organization."""
    with translation.override(language):
        rendered = render_email(
            kind="trail_unknown",
            values={},
            link=(_("Register your organization"), reverse("sessions_app:organization_register")),
            language=language,
        )
    queue(email=rendered, recipient=email, unique_key=f"trail:unknown:{key}")
