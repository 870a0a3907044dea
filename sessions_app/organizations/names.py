"""Normalizes names of organizations for comparison."""

from itertools import groupby

from engagement_site.search_keys import search_key

#: Articles and forms of companies. No postal abbreviation of a state is among them: "CO" and "PA"
#: in a name are Colorado and Pennsylvania.
_NOISE_WORDS = frozenset((
    "corp", "inc", "incorporated", "llc", "llp", "ltd", "pllc", "the",
))  # fmt: skip

#: Words that do not distinguish organizations.
_GENERIC_WORDS = frozenset((
    "a", "action", "alliance", "american", "an", "and", "assembly", "association", "at", "board",
    "center", "centre", "circle", "citizens", "coalition", "commission", "committee", "community",
    "council", "county", "de", "del", "department", "desk", "el", "for", "foundation", "fund",
    "group", "house", "initiative", "institute", "international", "la", "las", "league", "local",
    "los", "national", "network", "new", "of", "office", "on", "or", "organization",
    "partnership", "project", "services", "society", "state", "states", "team", "to", "union",
    "united", "y",
))  # fmt: skip


STEM_LENGTH = 4
#: Letters written apart from which they are read as one word: "L L C", "N. A. A. C. P."
INITIALS = 3


def organization_key(name: str) -> str:
    """Return a name as `search_key` folds it, without articles and legal suffixes.

    A name of nothing else is kept whole, so the key is empty only if the name has neither letters
    nor digits.
    """
    words = _joined_initials(search_key(name).split())
    return " ".join([word for word in words if word not in _NOISE_WORDS] or words)


def name_stems(name: str) -> set[str]:
    """Return the word prefixes by which similar names are found."""
    words = organization_key(name).split()
    telling = [word for word in words if word not in _GENERIC_WORDS]
    return {word[:STEM_LENGTH] for word in telling or words}


def _joined_initials(words: list[str]) -> list[str]:
    joined: list[str] = []
    for is_letter, run in groupby(words, key=lambda word: len(word) == 1 and word.isascii()):
        letters = list(run)
        if is_letter and len(letters) >= INITIALS and "".join(letters).isalpha():
            letters = ["".join(letters)]
        joined += letters
    return joined
