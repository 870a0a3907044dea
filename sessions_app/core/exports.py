"""Prevents CSV injection: makes user input safe to open in a spreadsheet program."""

import re
from typing import Any

from django.utils.functional import Promise

#: Some program interprets a cell that begins with one of these as a formula. The last four are the
#: full-width forms, which spreadsheet programs in East Asian locales treat the same.
FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

# Characters that XML 1.0, and so an .xlsx file, does not allow (XML 1.0, 2.2).
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def safe_cell(value: Any) -> Any:
    """Return ``value`` such that no spreadsheet program executes it.

    Numbers and dates are unchanged. Text that could be read as a formula, also after leading
    spaces, is prefixed with an apostrophe; control characters are removed.
    """
    if isinstance(value, Promise):
        value = str(value)
    if not isinstance(value, str):
        return value
    text = _ILLEGAL.sub("", value)
    if text.startswith(FORMULA_PREFIXES) or text.lstrip().startswith(FORMULA_PREFIXES):
        return f"'{text}"
    return text
