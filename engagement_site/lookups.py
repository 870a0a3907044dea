"""Kept because Django's ``in`` breaks on numbers too large for the database; ``exact`` does not.

Form fields of Django, Wagtail and django-filter that offer several records all ask with ``in`` for
the numbers that they were sent. They have no common class to replace, so the lookup is.
"""

from typing import Any

from django.db.models import IntegerField
from django.db.models.lookups import In

#: What SQLite and PostgreSQL hold, and what their drivers refuse or break on beyond.
SMALLEST, LARGEST = -(2**63), 2**63 - 1


@IntegerField.register_lookup
class InPossibleNumbers(In):
    """`in` that leaves out numbers which no row can have, as Django's own `exact` does.

    Every form that offers several records asks for them by the numbers that it was sent.
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
