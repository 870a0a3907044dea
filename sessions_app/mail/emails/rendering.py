"""Renders e-mails. Nothing is stored here: the preview and the outbox use the same text.

``templates/emails/<kind>.txt`` holds the default text: the first line is the subject, an empty
line separates paragraphs. They are Django templates for translation only; variables are written
``{name}``, and are substituted afterwards, once.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from engagement_site.office_mail import lay_out
from sessions_app.mail.models import MailTemplate

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_BETWEEN_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True)
class EmailText:
    """A subject and a body with placeholders in them."""

    subject: str
    body: str


@dataclass(frozen=True)
class RenderedEmail:
    """One e-mail as it is sent, in plain text and HTML."""

    kind: str
    language: str
    subject: str
    text: str
    html: str


def default_text(*, kind: str, language: str) -> EmailText:
    """Return the default text that comes with this software."""
    with translation.override(language):
        subject, _newline, body = render_to_string(f"emails/{kind}.txt").strip().partition("\n")
    return EmailText(subject=subject.strip(), body=body.strip())


def current_text(*, kind: str, language: str) -> EmailText:
    """Return the text that staff wrote for a kind, or the default."""
    written = (
        MailTemplate.objects.filter(kind=kind, language=language)
        .exclude(body="")
        .values_list("subject", "body")
        .first()
    )
    return EmailText(*written) if written else default_text(kind=kind, language=language)


def render_email(
    *,
    kind: str,
    values: Mapping[str, str],
    facts: Sequence[tuple[str, str]] = (),
    link: tuple[str, str] | None = None,
    language: str = "en",
    text: EmailText | None = None,
) -> RenderedEmail:
    """Return the e-mail of a kind, with ``values`` in place of its placeholders.

    Uses the current text, unless ``text`` is given for a preview. A paragraph that names an empty
    value is left out. ``facts`` are listed below, then ``link`` (label, path). Values are never
    scanned for placeholders.
    """
    text = text or current_text(kind=kind, language=language)
    subject = " ".join(_fill(text.subject, values).split())[:250]
    paragraphs = [
        _fill(paragraph, values)
        for paragraph in _BETWEEN_PARAGRAPHS.split(text.body)
        if all(values.get(name, "").strip() for name in PLACEHOLDER.findall(paragraph))
    ]
    plain, html = lay_out(
        subject=subject,
        paragraphs=paragraphs,
        facts=facts,
        link=(link[0], settings.BASE_URL + link[1]) if link else None,
        language=language,
    )
    return RenderedEmail(kind=kind, language=language, subject=subject, text=plain, html=html)


def _fill(text: str, values: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda match: values.get(match[1], ""), text)
