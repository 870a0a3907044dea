"""Building the words of an e-mail. Nothing is stored here: a preview and the queue read the same.

``templates/emails/<kind>.txt`` holds our words: the first line is the subject, an empty line
parts paragraphs. They are templates for the sake of translation alone; whom and what an
e-mail is about stands in them as ``{name}``, and is filled in afterwards, once.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

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
    """The words of one e-mail as it goes out, as text and as HTML."""

    kind: str
    language: str
    subject: str
    text: str
    html: str


def default_text(*, kind: str, language: str) -> EmailText:
    """Return the words that come with this software."""
    with translation.override(language):
        subject, _newline, body = render_to_string(f"emails/{kind}.txt").strip().partition("\n")
    return EmailText(subject=subject.strip(), body=body.strip())


def current_text(*, kind: str, language: str) -> EmailText:
    """Return the words that staff wrote for a kind, or ours."""
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

    The words are those in use, unless others are given to be tried. A paragraph that names
    an empty value is left out. ``facts`` are listed below the words,
    then ``link`` (label, path). What a value holds is never read as a placeholder itself.
    """
    text = text or current_text(kind=kind, language=language)
    subject = " ".join(_fill(text.subject, values).split())[:250]
    paragraphs = [
        _fill(paragraph, values)
        for paragraph in _BETWEEN_PARAGRAPHS.split(text.body)
        if all(values.get(name, "").strip() for name in PLACEHOLDER.findall(paragraph))
    ]
    layout = {
        "subject": subject,
        "preheader": _preheader(paragraphs),
        "body": "\n\n".join(paragraphs),
        "facts": [(label, value) for label, value in facts if value],
        "link_label": link[0] if link else "",
        "link_url": settings.BASE_URL + link[1] if link else "",
        "base_url": settings.BASE_URL,
        "language": language,
    }
    with translation.override(language):
        return RenderedEmail(
            kind=kind,
            language=language,
            subject=subject,
            text=render_to_string("emails/layout.txt", layout).strip() + "\n",
            html=render_to_string("emails/layout.html", layout),
        )


def _fill(text: str, values: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda match: values.get(match[1], ""), text)


def _preheader(paragraphs: Sequence[str]) -> str:
    """The first paragraph that says something: what mail programs show beside the subject."""
    telling = [paragraph for paragraph in paragraphs if len(paragraph) > 50] or paragraphs
    return " ".join(telling[0].split())[:140] if telling else ""
