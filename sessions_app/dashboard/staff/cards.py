"""What a card of the staff home page is made of."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.urls import reverse

from engagement_site.accounts.models import User

#: Rows of each list, before a link to the register.
SHOWN = 6
#: Totals are counted up to this number and then shown with a plus sign.
COUNT_CAP = 1000

AnyRecord = TypeVar("AnyRecord", bound=Model)


@dataclass(frozen=True, kw_only=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Row:
    title: str
    url: str
    details: Sequence[str] = ()
    state: str = ""
    flags: Sequence[str] = ()
    #: Where the work is done, if that is not the record's own page.
    next_step: Link | None = None


@dataclass(frozen=True, kw_only=True)
class Card:
    slug: str
    heading: str
    rows: list[Row]
    #: Number of records behind the links, which may be more than the rows.
    count: str
    #: The registers behind the list, filtered as the list is.
    links: Sequence[Link] = ()
    #: Shown in place of the rows. A card with neither is left out.
    empty: str = ""


class Desk:
    """The user whose work is listed, and the records that the cards above have shown already."""

    def __init__(self, user: User) -> None:
        self.user = user
        self._above: dict[type[Model], set[int]] = defaultdict(set)

    def first(self, records: QuerySet[AnyRecord], limit: int = SHOWN) -> list[AnyRecord]:
        """Return the first records that no card above shows."""
        above = self._above[records.model]
        found = list(records.exclude(pk__in=above)[:limit])
        above.update(record.pk for record in found)
        return found


def total(records: QuerySet[Model]) -> str:
    """Return the number of records in a list, as it is shown."""
    return capped(number_of(records))


def number_of(records: QuerySet[Model]) -> int:
    """Return the number of records in a list; one more than the cap if there are more."""
    return records.order_by()[: COUNT_CAP + 1].count()


def capped(number: int) -> str:
    return f"{COUNT_CAP}+" if number > COUNT_CAP else str(number)


def register(model: type[Model], filters: str) -> str:
    """Return the URL of a model's register with a query string."""
    return f"{reverse(f'{model._meta.model_name}:index')}?{filters}"
