"""Normalizes names and web addresses of organizations for comparison."""

import re
import unicodedata
from urllib.parse import urlsplit

from engagement_site.email_addresses import canonical_domain

_NOISE_WORDS = frozenset({"the", "inc", "incorporated", "llc", "co", "corp"})


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


def organization_key(name: str) -> str:
    """Return a name without case, accents, punctuation and legal suffixes, for comparison."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.sub(r"[^\w]+", " ", plain.replace("&", " and ")).split()
    return " ".join(word for word in words if word not in _NOISE_WORDS)


def name_stems(name: str) -> set[str]:
    """Return the word prefixes by which similar names are found."""
    words = organization_key(name).split()
    telling = [word for word in words if word not in _GENERIC_WORDS]
    return {word[:STEM_LENGTH] for word in telling or words}


def web_domain(website: str) -> str:
    """Return the host of a web address without ``www.``, or "" when there is none."""
    try:
        host = urlsplit(website).hostname or ""
    except ValueError:
        return ""
    return canonical_domain(host.removeprefix("www."))[:100]
