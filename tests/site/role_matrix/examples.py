"""Types for the example values in URLs."""

from typing import Any

from engagement_site.accounts.models import User
from tests.site.role_matrix.people import Who

#: URL key or namespace, or "" for all URLs → captured argument → value. The argument "" stands for
#: the unnamed groups, and "?" for the query string.
Values = dict[str, dict[str, Any]]
#: Variant name → the values that differ.
Variants = dict[str, Values]
People = dict[Who, User]


def merge(known: Values, new: Values) -> None:
    for key, values in new.items():
        known.setdefault(key, {}).update(values)
