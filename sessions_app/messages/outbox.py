"""Putting an e-mail into the outbox, in the transaction of what it tells of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from sessions_app.models import AccessToken, OutboxMessage, Registration


@dataclass(frozen=True)
class CalendarPart:
    """An iTIP calendar object and its METHOD (RFC 6047)."""

    method: str
    body: str


@dataclass(frozen=True)
class Letter:
    """The words of one e-mail."""

    subject: str
    text: str
    html: str


def written(
    *,
    kind: str,
    context: Mapping[str, Any],
    facts: Sequence[tuple[str, str]] = (),
    link: tuple[str, str] | None = None,
    language: str = "en",
) -> Letter:
    """Return an e-mail as text and as HTML, in a language; nothing is queued.

    ``templates/emails/<kind>.txt`` holds the words: its first line is the subject, an empty
    line parts paragraphs. ``facts`` are listed below them, then ``link`` (label, path).
    """
    with translation.override(language):
        words = render_to_string(f"emails/{kind}.txt", dict(context))
        first_line, _newline, body = words.partition("\n")
        subject = " ".join(first_line.split())[:250]
        layout = {
            "subject": subject,
            "body": body.strip(),
            "facts": [(label, value) for label, value in facts if value],
            "link_label": link[0] if link else "",
            "link_url": settings.BASE_URL + link[1] if link else "",
            "base_url": settings.BASE_URL,
            "language": language,
        }
        return Letter(
            subject=subject,
            text=render_to_string("emails/layout.txt", layout).strip() + "\n",
            html=render_to_string("emails/layout.html", layout),
        )


def queue(
    *,
    kind: str,
    recipient: str,
    unique_key: str,
    context: Mapping[str, Any],
    facts: Sequence[tuple[str, str]] = (),
    link: tuple[str, str] | None = None,
    language: str = "en",
    registration: Registration | None = None,
    token: AccessToken | None = None,
    calendar: CalendarPart | None = None,
) -> OutboxMessage | None:
    """Write one e-mail to one address, to be sent later; see :func:`written` for the words.

    ``token`` is the personal link whose secret is filled in on the way out.

    Returns None, and writes nothing, when there is no address, or when a message with the
    same ``unique_key`` is known already: that event was told of.
    """
    if not recipient:
        return None
    letter = written(kind=kind, context=context, facts=facts, link=link, language=language)
    message, created = OutboxMessage.objects.get_or_create(
        unique_key=unique_key,
        defaults={
            "kind": kind,
            "recipient": recipient,
            "subject": letter.subject,
            "body_text": letter.text,
            "body_html": letter.html,
            "calendar": calendar.body if calendar else "",
            "calendar_method": calendar.method if calendar else "",
            "registration": registration,
            "token": token,
            "message_id": make_msgid(domain=urlsplit(settings.BASE_URL).hostname),
        },
    )
    return message if created else None
