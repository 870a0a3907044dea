"""The shorthand of a line of notes: kind, organization, themes and severity within the text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from engagement_site.search_keys import search_key
from sessions_app.core.errors import EngagementError
from sessions_app.feedback.enums import FeedbackKind, Severity

#: The letter at the beginning of a line.
KIND_LETTERS = {
    "c": FeedbackKind.CONCERN,
    "s": FeedbackKind.SUGGESTION,
    "q": FeedbackKind.QUESTION,
    "+": FeedbackKind.COMMENDATION,
}
SEVERITY_MARKS = {"!": Severity.HIGH, "!!": Severity.URGENT}

_KIND = re.compile(r"^\s*([csq+])\s+", re.IGNORECASE)
# Not within a word, so that an e-mail address is none, and with a letter, so that "#1" is none.
_TOKEN = re.compile(r"(?<!\S)([@#])(?=\S*[^\W\d_])(\w\S*)")
_MARK = re.compile(r"(?<!\S)(!{1,2})(?!\S)")


@dataclass(frozen=True)
class NoteLine:
    """What a line says. ``organization`` and ``themes`` are as typed, without ``@`` and ``#``."""

    kind: FeedbackKind
    words: str
    organization: str = ""
    themes: tuple[str, ...] = ()
    severity: Severity = Severity.MODERATE


def parse_line(text: str) -> NoteLine:
    """Read a line such as ``c Parents fear the bus stop @harbor-legal #schools !``.

    A line without a letter is a concern. Raises :class:`EngagementError` for a line without words,
    or with two organizations.
    """
    kind = FeedbackKind.CONCERN
    if letter := _KIND.match(text):
        kind = KIND_LETTERS[letter[1].lower()]
        text = text[letter.end() :]
    tokens = [(sign, word.rstrip(".,;:")) for sign, word in _TOKEN.findall(text)]
    organizations = [word for sign, word in tokens if sign == "@"]
    if len(organizations) > 1:
        raise EngagementError(_("Name one organization on a line. Write a line for each."))
    marks = _MARK.findall(text)
    words = " ".join(_MARK.sub(" ", _TOKEN.sub(" ", text)).split())
    if not words:
        raise EngagementError(_("Write what was said."))
    return NoteLine(
        kind=kind,
        words=words,
        organization=organizations[0] if organizations else "",
        themes=tuple(word for sign, word in tokens if sign == "#"),
        severity=SEVERITY_MARKS[max(marks, key=len)] if marks else Severity.MODERATE,
    )


def format_line(
    *, kind: str, words: str, severity: str, organization: str, themes: Iterable[str]
) -> str:
    """Return the line that :func:`parse_line` reads as this. Names become handles."""
    letters = {kind: letter for letter, kind in KIND_LETTERS.items()}
    marks = {severity: mark for mark, severity in SEVERITY_MARKS.items()}
    parts = [
        letters[FeedbackKind(kind)],
        words,
        f"@{handle(organization)}" if has_handle(organization) else "",
        *(f"#{handle(theme)}" for theme in themes if has_handle(theme)),
        marks.get(Severity(severity), ""),
    ]
    return " ".join(filter(None, parts))


def has_handle(name: str) -> bool:
    """Whether a name can be typed after ``@`` or ``#``: not "211", which is a number there."""
    return bool(_TOKEN.search(f"@{handle(name)}"))


def handle(name: str) -> str:
    """Return a name as it is typed after ``@`` or ``#``, such as ``harbor-legal-aid``."""
    return search_key(name).replace(" ", "-")
