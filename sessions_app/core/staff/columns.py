"""List columns: status tags, warnings, and dates."""

import datetime
from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.template import Context
from django.utils import formats, timezone
from wagtail.admin.ui.tables import Column, TitleColumn

from sessions_app.core.staff.record_views import url_of


class RecordColumn(TitleColumn):
    """The record's title, linked to its page, with its reference below."""

    cell_template_name = "backoffice/core/columns/record.html"

    def __init__(self, name: str, **kwargs: object) -> None:
        super().__init__(name, get_url=url_of, **kwargs)


class TagColumn(Column):
    """A state as a status tag. ``flags`` returns further texts, each shown as a warning."""

    cell_template_name = "backoffice/core/columns/tag.html"

    def __init__(
        self, name: str, *, flags: Callable[[Any], list[str]] | None = None, **kwargs: object
    ) -> None:
        super().__init__(name, **kwargs)
        self.flags = flags

    def get_cell_context_data(self, instance: Model, parent_context: Context) -> dict[str, object]:
        context = super().get_cell_context_data(instance, parent_context)
        context["flags"] = self.flags(instance) if self.flags else []
        return context


class CountColumn(TagColumn):
    """Figures as text, without a tag; ``flags`` as above."""

    cell_template_name = "backoffice/core/columns/count.html"


class DayColumn(Column):
    """A date without a time: of a moment, the day in the site's zone."""

    def get_value(self, instance: Model) -> str:
        value = super().get_value(instance)
        if isinstance(value, datetime.datetime):
            value = timezone.localtime(value)
        return formats.date_format(value, "M j, Y") if value else ""
