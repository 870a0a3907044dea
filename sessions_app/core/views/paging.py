"""Pagination of public lists with a capped COUNT."""

from functools import cached_property
from typing import cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PAGE_SIZE = 20
#: Beyond this many rows people filter the list; nobody goes to page 51.
COUNTED = 1000


class CappedPaginator(Paginator):
    """Counts to one more than :data:`COUNTED` and pages through no more than that."""

    @cached_property
    def _counted(self) -> int:
        return cast(QuerySet, self.object_list).order_by()[: COUNTED + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self._counted, COUNTED)

    @property
    def has_more(self) -> bool:
        """Whether there are rows beyond the last page."""
        return self._counted > COUNTED


def page_of(request: HttpRequest, rows: QuerySet) -> Page:
    """Return the page that the address asks for, or the nearest one there is."""
    return CappedPaginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
