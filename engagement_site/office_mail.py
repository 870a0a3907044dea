"""How every e-mail of the site looks and is addressed, whoever writes it: the outbox or allauth."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import translation


def lay_out(
    *,
    subject: str,
    paragraphs: Sequence[str],
    facts: Sequence[tuple[str, str]] = (),
    link: tuple[str, str] | None = None,
    language: str,
) -> tuple[str, str]:
    """Return an e-mail as plain text and as HTML.

    ``facts`` (label, value) are listed below the paragraphs, then ``link`` (label, absolute URL).
    """
    context = {
        "subject": subject,
        "preheader": _preheader(paragraphs),
        "body": "\n\n".join(paragraphs),
        "facts": [(label, value) for label, value in facts if value],
        "link_label": link[0] if link else "",
        "link_url": link[1] if link else "",
        "base_url": settings.BASE_URL,
        "office": settings.OFFICE_NAME,
        "department": settings.DEPARTMENT_NAME,
        "language": language,
    }
    with translation.override(language):
        text = render_to_string("emails/layout.txt", context).strip() + "\n"
        return text, render_to_string("emails/layout.html", context)


class OfficeEmail(EmailMultiAlternatives):
    """An e-mail from the office to one address.

    Replies go to the office, and vacation responders are told not to answer (RFC 3834, 5).
    """

    #: Name of an attached calendar object.
    CALENDAR_NAME = "listening-session.ics"

    def __init__(
        self,
        *,
        subject: str,
        text: str,
        html: str,
        to: str,
        headers: Mapping[str, str] | None = None,
        connection: BaseEmailBackend | None = None,
    ) -> None:
        super().__init__(
            subject=subject,
            body=text,
            to=[to],
            reply_to=[settings.REPLY_TO_EMAIL],
            headers={"Auto-Submitted": "auto-generated", **(headers or {})},
            connection=connection,
        )
        if html:
            self.attach_alternative(html, "text/html")

    def attach_calendar(self, body: str, *, method: str) -> None:
        """Attach an iTIP object whose METHOD is ``method``.

        The part names the same METHOD as the object (RFC 6047, 2.4). It is an alternative of the
        same message, where Outlook and Gmail look for it.
        """
        self.attach_alternative(body, f"text/calendar; method={method}")

    def message(self, **options: Any) -> Any:
        """Name the calendar in both places that mail apps read a file name from."""
        message = super().message(**options)
        for part in message.walk():
            if part.get_content_type() == "text/calendar":
                part.set_param("name", self.CALENDAR_NAME)
                part.add_header("Content-Disposition", "inline", filename=self.CALENDAR_NAME)
        return message


def _preheader(paragraphs: Sequence[str]) -> str:
    """Return the preheader (first informative paragraph), shown by mail apps after the subject."""
    telling = [paragraph for paragraph in paragraphs if len(paragraph) > 50] or paragraphs
    return " ".join(telling[0].split())[:140] if telling else ""
