"""Pagination of public lists with a capped COUNT."""

from functools import cached_property
from typing import TypeVar, cast

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

PAGE_SIZE = 20
#: Cap: nobody pages further than this; they filter the list.
COUNTED = 1000

Row = TypeVar("Row", bound=Model)


class CappedPaginator(Paginator):  # type: ignore[type-arg]  # takes none when it is run
    """Counts at most one row more than :data:`COUNTED`, and pages through no more than that."""

    @cached_property
    def _counted(self) -> int:
        return cast(QuerySet[Model], self.object_list).order_by()[: COUNTED + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self._counted, COUNTED)

    @property
    def has_more(self) -> bool:
        """Whether there are rows beyond the last page."""
        return self._counted > COUNTED


def page_of(request: HttpRequest, rows: QuerySet[Row]) -> Page[Row]:
    """Return the requested page, or the nearest existing one."""
    return CappedPaginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
