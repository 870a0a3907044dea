"""Makes typed text safe to open in a spreadsheet program (CSV injection)."""

import re
from typing import Any

from django.utils.functional import Promise

#: A cell that begins with one of these is read as a formula by some program. The last four
#: are the full-width forms, which spreadsheet programs in East Asian locales read alike.
FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

# Characters that XML 1.0, and so an .xlsx file, does not allow (XML 1.0, 2.2).
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def safe_cell(value: Any) -> Any:
    """Return ``value`` such that no spreadsheet program runs it.

    Numbers and dates stay as they are. Text that could be read as a formula, also behind
    leading spaces, gets an apostrophe before it; control characters are dropped.
    """
    if isinstance(value, Promise):
        value = str(value)
    if not isinstance(value, str):
        return value
    text = _ILLEGAL.sub("", value)
    if text.startswith(FORMULA_PREFIXES) or text.lstrip().startswith(FORMULA_PREFIXES):
        return f"'{text}"
    return text
