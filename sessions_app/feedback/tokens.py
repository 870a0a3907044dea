"""Return codes: with its reference, a code opens what somebody said, and their draft of it.

A code is typed by hand, so that it has 80 random bits in 16 characters of Crockford base32. It is
stored with a slow hash, and guesses are limited (docs/adr/0055).
"""

import re
import secrets

from sessions_app.core.references import ALPHABET

LENGTH = 16
_MISHEARD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def make_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normalize_code(text: str) -> str | None:
    """Return the code in user input ``text``, or None. Case, spaces and dashes are tolerated."""
    code = re.sub(r"[\W_]", "", text).upper().translate(_MISHEARD)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def spaced(code: str) -> str:
    """Return the code in groups of four, which are easier to copy."""
    return "-".join(code[at : at + 4] for at in range(0, LENGTH, 4))
