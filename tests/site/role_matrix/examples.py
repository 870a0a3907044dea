"""Types of the examples."""

from typing import Any

from engagement_site.accounts.models import User
from tests.site.role_matrix.people import Who

#: Key or namespace of a URL, or "" for all URLs → captured argument → value. A value named "" is
#: for an unnamed group, and "?" is the query string.
Values = dict[str, dict[str, Any]]
#: Name of a variant → the values in which it differs.
Variants = dict[str, Values]
People = dict[Who, User]


def merge(known: Values, new: Values) -> None:
    for key, values in new.items():
        known.setdefault(key, {}).update(values)
