"""E-mails to people who left an address with what they said. None contains words or a code."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sessions_app.feedback.models import FeedbackContact, FeedbackItem, FeedbackMessage
from sessions_app.feedback.selectors.intake import confirmation_token
from sessions_app.mail.emails.queue import queue
from sessions_app.mail.emails.rendering import render_email


def unique_key(item: FeedbackItem, event: str) -> str:
    return f"feedback:{item.pk}:{event}"


def confirm_address(*, contact: FeedbackContact) -> None:
    """Ask whoever reads the mailbox to confirm the address."""
    _to(contact, kind="feedback_confirm_address", event="confirm")


def answered(*, contact: FeedbackContact, message: FeedbackMessage) -> None:
    """Say that there is an answer."""
    _to(contact, kind="feedback_answered", event=f"answered:{message.pk}")


def _to(contact: FeedbackContact, *, kind: str, event: str) -> None:
    with translation.override(contact.language):
        if kind == "feedback_answered":
            link = _("Read the answer"), reverse("sessions_app:feedback_track")
        else:
            path = reverse("sessions_app:feedback_confirm", args=[confirmation_token(contact)])
            link = _("Confirm your address"), path
        reference = contact.item.reference
        email = render_email(
            kind=kind,
            values={"reference": reference},
            facts=[(_("Reference"), reference)],
            link=link,
            language=contact.language,
        )
    queue(email=email, recipient=contact.email, unique_key=unique_key(contact.item, event))
