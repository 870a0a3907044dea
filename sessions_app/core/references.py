"""Public references of records, such as ``FB-26-7K4MQ2-X``.

A reference is a kind, the year, six random characters of Crockford base32 (from the operating
system's random source), and a check character. It can be read over the phone: Crockford's alphabet
leaves out I, L, O and U, and a misheard O, I or L is corrected when it is parsed. The check
character (Luhn mod 32) catches every single wrong character and nearly every transposition.
References are random so that nobody can count or guess records (docs/invariants.md, 11); the
database enforces uniqueness.
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
#: Kinds with a letter that is taken for a digit, or for another letter. No two look alike.
_MISHEARD_KINDS = {kind.translate(_MISHEARD): kind for kind in ("CO", "IN", "LS", "OR")}
#: Shortest part of a reference that a search takes for one.
PART_LENGTH = 4


def make_reference(kind: str, *, year: int) -> str:
    """Return a new reference of a two-letter ``kind`` for a four-digit ``year``.

    The database enforces uniqueness: on a collision the caller draws again.
    """
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_LENGTH))
    return _written(kind, f"{year % 100:02d}", body)


def normalize_reference(text: str) -> str | None:
    """Return the canonical reference in user input ``text``, or None if it contains none.

    Case, spaces, punctuation and look-alike characters are tolerated; a wrong check character is
    not.
    """
    packed = _packed(text)
    kind, rest = packed[:2], packed[2:].translate(_MISHEARD)
    match = _SHAPE.match(_MISHEARD_KINDS.get(kind.translate(_MISHEARD), kind) + rest)
    if match is None or any(c not in _VALUES for c in match[3] + match[4]):
        return None
    written = _written(match[1], match[2], match[3])
    return written if written[-1] == match[4] else None


def reference_words(reference: str) -> str:
    """Return the words of a reference in the search index: all, without kind, and without year.

    Look-alike characters are folded, as in :func:`reference_part`.
    """
    packed = _folded(reference)
    return f"{packed} {packed[2:]} {packed[4:]}"


def reference_part(text: str) -> str:
    """Return the beginning of a word of :func:`reference_words` that a search text is, or "".

    The text may be a part of a reference: its beginning, the year and what follows, or the
    characters after the year. At least four characters, and a digit among them, because shorter
    ones are in many references by chance. The characters after the year may all be letters, or be
    typed as letters: six or seven of the alphabet need no digit. By chance, a word of six letters
    begins one in 32**6.
    """
    packed = _folded(text)
    if not (packed.isascii() and packed.isalnum() and len(packed) >= PART_LENGTH):
        return ""
    may_be_tail = RANDOM_LENGTH <= len(packed) <= RANDOM_LENGTH + 1 and "u" not in packed
    return packed if may_be_tail or any(c in "0123456789" for c in text) else ""


def _packed(text: str) -> str:
    return re.sub(r"[\W_]", "", text).upper()


def _folded(text: str) -> str:
    return _packed(text).translate(_MISHEARD).lower()


def _written(kind: str, year: str, body: str) -> str:
    return f"{kind}-{year}-{body}-{_check_character(year + body)}"


def _check_character(text: str) -> str:
    """Luhn mod N with N = 32, over the characters after the kind."""
    total = 0
    for distance, character in enumerate(reversed(text)):
        addend = _VALUES[character] * (2 if distance % 2 == 0 else 1)
        total += addend // 32 + addend % 32
    return ALPHABET[-total % 32]
