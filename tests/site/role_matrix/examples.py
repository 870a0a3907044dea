"""The shape in which examples are handed on."""

from typing import Any

from engagement_site.accounts.models import User
from tests.site.role_matrix.people import Who

#: Key or namespace of an address, or "" for all of them → what it captures → value. A value
#: named "" holds what is captured without a name, and "?" is the query.
Values = dict[str, dict[str, Any]]
#: Name of a variant → the values in which it differs.
Variants = dict[str, Values]
People = dict[Who, User]


def merge(known: Values, new: Values) -> None:
    for key, values in new.items():
        known.setdefault(key, {}).update(values)
