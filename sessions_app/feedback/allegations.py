"""Tells whether a text reads like an allegation about an identifiable person.

Such a statement is a complaint, which has a process of its own, and is not recorded as feedback
(5 U.S.C. 552a(e)(7)). The rules look for somebody who is identified (by a name, a number, a post
that one person holds, or a description) and for harm that this person did, in English and Spanish.
They ask once too often rather than once too little: a person decides.
"""

import re
import unicodedata
from bisect import bisect_left
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sessions_app.feedback import allegation_words as words


class Sign(TextChoices):
    """What in a text reads like an allegation."""

    MARKED = "marked", _("It is marked as an allegation.")
    NAME = "name", _("It names a person, and says what the person did.")
    NUMBER = "number", _("It has the number of a badge or a vehicle.")
    POST = "post", _("It says what somebody in a particular post did.")
    DESCRIPTION = "description", _("It describes one person, and says what the person did.")


class Finding(NamedTuple):
    sign: Sign
    #: The words that identify the person, as they were typed.
    words: str


def find_allegation(text: str, *, is_praise: bool = False) -> Finding | None:
    """Return what reads like an allegation about an identifiable person; None if nothing does.

    Of a commendation (``is_praise``), only harm makes an allegation. Takes time in proportion to
    the length of the text.
    """
    plain = _plain(text)
    if marked := _MARK.search(plain):
        return Finding(Sign.MARKED, marked[0].strip())
    harm, praise = (_positions(pattern, plain) for pattern in (_HARM, _PRAISE))
    for sign, pattern, needs_harm in _WHO:
        for match in pattern.finditer(plain):
            if _is_near(match, harm) or not (needs_harm or is_praise or _is_near(match, praise)):
                return Finding(sign, text[match.start() : match.end()].strip())
    return None


def _plain(text: str) -> str:
    """Return the text without accents, each character in its place."""
    return "".join(unicodedata.normalize("NFD", c)[0] for c in text).replace("’", "'")


def _positions(pattern: re.Pattern[str], text: str) -> list[int]:
    return [match.start() for match in pattern.finditer(text)]


def _is_near(match: re.Match[str], positions: list[int]) -> bool:
    first = bisect_left(positions, match.start() - _NEAR)
    return first < len(positions) and positions[first] <= match.end() + _NEAR


def _any(words: str) -> str:
    """Return a pattern for any of the alternatives, which are separated by spaces or lines.

    An underscore stands for a space.
    """
    return "(?:" + "|".join(words.split()).replace("_", r"\s+") + ")"


_MARK = re.compile(r"(?:^|\s)/(?:allegation|alegato|denuncia)\b", re.IGNORECASE)

#: How far from the person the harm is looked for, in characters. Notes may be long.
_NEAR = 240


_ROLES = _any(words.RANKS + words.OTHERS + words.TITLED)
_NO_NAME = _any(words.NO_NAME)
_PLACES = _any(words.PLACES)
_SPEAKS = _any(words.SPEAKS)


_NAME = r"(?:(?:[A-Z]\.?\s?){0,2}[A-Z][a-z]{1,}(?:['\-][A-Za-z][a-z]+)*|[A-Z]{4,}(?:-[A-Z]+)*)"
_SMALL_NAME = r"(?:[a-z]\.?\s)?[a-z]{4,}(?:['\-][a-z]+)*"
_TITLE = r"(?:(?:mr|ms|mrs|dr|don|dona|senor|senora|sr|sra|mtr[oa])\.?\s+)?"
_CAPITAL = r"[A-Z][a-z]+(?:[-'][A-Z]?[a-z]+)*"
_DETERMINED = r"\b(?:the|el|la|that|ese|esa|our|nuestro|su|their)\s"


_HARM = re.compile(rf"\b{_any(words.HARM)}(?!\w)", re.IGNORECASE)

_PRAISE = re.compile(rf"\b{_any(words.PRAISE)}(?!\w)", re.IGNORECASE)

#: Names after these words are of places.
_OF_PLACE = "".join(
    rf"(?<!\b{word} )" for word in ("de", "del", "of", "[Ii]n", "[Ee]n", "[Aa]t", "the", "la", "el")
)


def _named(roles: str, name: str, *, may_speak: bool = True) -> re.Pattern[str]:
    """Return a pattern for a name after one of the roles; unless ``may_speak``, not of speakers."""
    return re.compile(
        rf"(?<!\bcalle )\b(?i:{_any(roles)})(?:\s+there)?,?\s+(?:[Ee]l\s+|[Ll]a\s+)?(?i:{_TITLE})"
        rf"(?:\"\w+\"\s+)?(?!(?i:{_NO_NAME})\b)(?!{_CAPITAL}\s+(?i:{_PLACES})\b)"
        rf"(?>{name}(?:\s+{_CAPITAL})?)(?!'s\s+[Oo]ffice)"
        + ("" if may_speak else rf"(?!,?\s+{_SPEAKS}\b)")
    )


#: How people are identified, and whether an allegation needs a word of harm as well. After a rank
#: or a badge it does not, unless there is a word of praise.
_WHO = (
    (
        Sign.NUMBER,
        re.compile(
            r"\b(?i:badge|bdg|shield|star|placa|identification|identificacion|id|chapa)\s+"
            r"(?i:no\.?|number|num\.?|numero|#)?\s*#?(?:\d{3,}|[A-Z]{1,3}-?\d+)\b",
        ),
        False,
    ),
    (
        Sign.NUMBER,
        re.compile(
            r"\b(?i:plates?|placas|tag|unit|bus|van|truck|vehicle|veh|vehiculo|car|unidad|patrulla"
            r"|autobus|camion|camioneta|movil|matricula)\s*(?i:no\.?|number|num\.?|numero|#)?\s*#?"
            r"(?:\d{2,}\b|[A-Z]{2,3}[ -]?\d{2,4}\b|\d{2,3}-[A-Z]{2,3}\b|\d+-\d+\b)"
            r"(?!\s*(?:min|hrs|hours|horas|%))",
        ),
        True,
    ),
    (Sign.NAME, _named(words.RANKS, _NAME, may_speak=False), False),
    (Sign.NAME, _named(words.RANKS, f"(?:{_NAME}|{_SMALL_NAME})"), True),
    (Sign.NAME, _named(words.OTHERS, _NAME, may_speak=False), False),
    (Sign.NAME, _named(words.OTHERS, _SMALL_NAME, may_speak=False), True),
    (Sign.NAME, _named(words.TITLED, f"(?:{_NAME}|{_SMALL_NAME})", may_speak=False), True),
    (
        Sign.NAME,
        re.compile(
            rf"\b{_CAPITAL},\s+(?i:the|a|an|el|la|un|una)\s+(?:[\w\-]+\s+){{0,3}}"
            rf"(?i:{_ROLES})\b"
            rf"|\b(?i:{_ROLES})(?:\s+\w+){{0,5}},\s+{_CAPITAL}\s+{_CAPITAL}"
        ),
        True,
    ),
    (
        Sign.NAME,
        re.compile(
            rf"\b{_CAPITAL}\s+{_CAPITAL},\s+(?:who|que|quien)\s+"
            r"(?:runs|owns|manages|heads|works|dirige|maneja|administra|trabaja)\b"
            rf"|\b(?i:a|un|una)\s+(?i:mr|ms|mrs|sr|sra|senor|senora)\.?\s+{_CAPITAL}"
        ),
        True,
    ),
    (
        Sign.NAME,
        re.compile(rf"\b(?i:{_any(words.NAMED)})[\s:\"“'«]+\w[\w'\-]+"),
        True,
    ),
    (
        Sign.NAME,
        re.compile(
            rf"{_OF_PLACE}\b(?!(?i:{_NO_NAME})\b)(?:{_CAPITAL}\s+){{1,2}}{_CAPITAL}\s+"
            rf"(?:(?:who|que|le|la|lo|les|los|nos|me)\s+)?(?={_HARM.pattern})"
        ),
        True,
    ),
    (
        Sign.NAME,
        re.compile(rf"\b{_HARM.pattern}\s+(?:by|por)\s+{_CAPITAL}\s+{_CAPITAL}"),
        True,
    ),
    (
        Sign.POST,
        re.compile(
            rf"(?i:{_DETERMINED})(?:[^\s,.;]+\s+){{0,3}}(?i:{_ROLES})"
            rf"(?:\s+[\w/]+){{0,9}}?\s+(?:of|at|from|in|de|del|en)\s+(?:[a-z]+\s+){{0,2}}{_CAPITAL}"
        ),
        True,
    ),
    (
        Sign.POST,
        re.compile(
            rf"\b(?!policia)(?:{_any(words.RANKS)}|principal)\s+(?:of|at|del?(?:\s+la)?)\s+(?!(?:the|a|la|los)\b)\w"
            rf"|'s\s+only\s+{_ROLES}\b",
            re.IGNORECASE,
        ),
        True,
    ),
    (
        Sign.DESCRIPTION,
        re.compile(
            rf"{_DETERMINED}(?:[\w\-]+\s+){{0,4}}{_any(words.RANKS)}\s+(?:w/|with|con)\s"
            rf"|\b(?:the\s+only|el\s+unico|la\s+unica)\s+(?:\w+\s+)?{_ROLES}\b"
            r"|\b(?:ese|esa|that)\s+\w+,?\s+(?:el|la|the\s+one)\s+(?:de|del|que|from|in|w/|with)\b",
            re.IGNORECASE,
        ),
        True,
    ),
)
