"""Public references of records, such as ``FB-26-7K4MQ2-X``.

A reference is a kind, the year, six random characters of Crockford base32 (from the operating
system's random source), and a check character. It can be read over the phone: Crockford's alphabet
leaves out I, L, O and U, and a misheard O or I is corrected when it is parsed. The check character
(Luhn mod 32) catches every single wrong character and nearly every transposition. References are
random so that nobody can count or guess records (docs/invariants.md, 11); the database enforces
uniqueness.
"""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_LENGTH = 6
#: Longest reference: two letters, two digits, six characters, one check, three dashes.
MAX_LENGTH = 14

_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_MISHEARD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SHAPE = re.compile(r"^([A-Z]{2})([0-9]{2})([0-9A-Z]{6})([0-9A-Z])$")


def make_reference(kind: str, *, year: int) -> str:
    """Return a new reference of a two-letter ``kind`` for a four-digit ``year``.

    The database enforces uniqueness: on a collision the caller draws again.
    """
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_LENGTH))
    return _written(kind, f"{year % 100:02d}", body)


def normalize_reference(text: str) -> str | None:
    """Return the canonical reference in user input ``text``, or None if it contains none.

    Case, spaces, dashes and look-alike letters are tolerated; a wrong check character is not.
    """
    packed = re.sub(r"[\s\-–—_.]", "", text).upper()
    # The kind is letters and the year digits, so look-alikes are corrected after them only.
    kind, rest = packed[:2], packed[2:].translate(_MISHEARD)
    match = _SHAPE.match(kind + rest)
    if match is None or any(c not in _VALUES for c in match[3] + match[4]):
        return None
    written = _written(match[1], match[2], match[3])
    return written if written[-1] == match[4] else None


def _written(kind: str, year: str, body: str) -> str:
    return f"{kind}-{year}-{body}-{_check_character(year + body)}"


def _check_character(text: str) -> str:
    """Luhn mod N with N = 32, over the characters after the kind."""
    total = 0
    for distance, character in enumerate(reversed(text)):
        addend = _VALUES[character] * (2 if distance % 2 == 0 else 1)
        total += addend // 32 + addend % 32
    return ALPHABET[-total % 32]
