"""A capped count: nobody pages to the end of a register of a million items."""

from typing import cast

from django.db.models import Model, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator

from sessions_app.feedback_register.enums import MOST_ITEMS


class CappedPaginator(WagtailPaginator):
    """Counts at most one row more than :data:`MOST_ITEMS`, and pages through no more than that."""

    @cached_property
    def _counted(self) -> int:
        return cast(QuerySet[Model], self.object_list).order_by()[: MOST_ITEMS + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST_ITEMS)

    @property
    def has_more(self) -> bool:
        """Whether there are rows beyond the last page."""
        return self._counted > MOST_ITEMS

    @cached_property
    def items_count_label(self) -> str:
        if self.has_more:
            return _("More than %(count)s items") % {"count": f"{MOST_ITEMS:,}"}
        return cast(str, WagtailPaginator.items_count_label.func(self))
