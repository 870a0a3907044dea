"""Columns of the register."""

from django.db.models import Model
from django.template import Context
from wagtail.admin.ui.tables import BaseColumn, Column

from sessions_app.feedback.enums import Severity
from sessions_app.feedback.models import FeedbackItem

#: Filled bars of four, so that a severity is told by shape and words.
_BARS = {Severity.LOW: 1, Severity.MODERATE: 2, Severity.HIGH: 3, Severity.URGENT: 4}


class TickColumn(BaseColumn):
    """A checkbox of the form below the list."""

    header_template_name = "backoffice/feedback_register/columns/tick_header.html"
    cell_template_name = "backoffice/feedback_register/columns/tick.html"


class SeverityColumn(Column):
    cell_template_name = "backoffice/feedback_register/columns/severity.html"

    def get_cell_context_data(self, instance: Model, parent_context: Context) -> dict[str, object]:
        context = super().get_cell_context_data(instance, parent_context)
        if isinstance(instance, FeedbackItem):
            filled = _BARS[Severity(instance.severity)]
            context["bars"] = "▮" * filled + "▯" * (len(_BARS) - filled)
        return context


def themes_of(item: FeedbackItem) -> str:
    """Return the names of an item's themes, which have been read for all rows."""
    return ", ".join(theme.name for theme in item.themes.all())


def source_of(item: FeedbackItem, *, may_read_source: bool) -> str:
    """Return the organization, or what the public may know of it."""
    if not may_read_source:
        return item.public_source
    return item.organization.name if item.organization else ""
