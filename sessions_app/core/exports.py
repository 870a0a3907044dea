"""Prevents CSV injection: makes user input safe to open in a spreadsheet program."""

from typing import Any

from django.utils.functional import Promise

from engagement_site.plain_text import clean_text

#: Some program interprets a cell that begins with one of these as a formula. The last four are the
#: full-width forms, which spreadsheet programs in East Asian locales treat the same.
FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: Any) -> Any:
    """Return ``value`` such that no spreadsheet program executes it.

    Numbers and dates are unchanged. Text that could be read as a formula, also after leading
    spaces, is prefixed with an apostrophe.
    """
    if isinstance(value, Promise):
        value = str(value)
    if not isinstance(value, str):
        return value
    text = clean_text(value)
    if text.startswith(FORMULA_PREFIXES) or text.lstrip().startswith(FORMULA_PREFIXES):
        return f"'{text}"
    return text
