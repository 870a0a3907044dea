"""Kept because Django's ``in`` lookup fails on integers out of range; ``exact`` does not.

Multiple-choice form fields of Django, Wagtail and django-filter all query with ``in`` for the
primary keys that were submitted. They have no common base class to override, so the lookup is.
"""

from typing import Any

from django.db.models import IntegerField
from django.db.models.lookups import In

#: Integer range of SQLite and PostgreSQL, beyond which their drivers raise.
SMALLEST, LARGEST = -(2**63), 2**63 - 1


@IntegerField.register_lookup
class InPossibleNumbers(In):
    """An `in` lookup that ignores integers which no row can have, as Django's `exact` does.

    Used by every multiple-choice form field for the submitted primary keys.
    """

    def get_prep_lookup(self) -> Any:
        prepared = super().get_prep_lookup()
        if not self.rhs_is_direct_value():
            return prepared
        return [
            value
            for value in prepared
            if not isinstance(value, int) or SMALLEST <= value <= LARGEST
        ]
