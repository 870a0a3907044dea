"""Spreadsheets of the public tracker: what anybody can read there, and nothing else."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from engagement_site.spreadsheets import csv_response
from sessions_app.feedback.models.feedback import FeedbackQuerySet

#: Rows of a download, which anybody may ask for.
MOST_ROWS = 5000


def actions_csv(actions: QuerySet[Any]) -> HttpResponse:
    """Return public follow-up actions, from ``selectors.with_public_story``, as a download."""
    rows = [
        [
            action.reference,
            action.title,
            action.get_state_display(),
            action.public_reason,
            action.lead_agency.abbreviation,
            action.program.name,
            action.public_first_due_on,
            action.public_due_on,
            localtime(action.last_public_at).date() if action.last_public_at else None,
            action.public_outcome,
            "\n".join(link.feedback_item.public_summary for link in action.public_links),
        ]
        for action in actions[:MOST_ROWS]
    ]
    headings = [
        _("Reference"),
        _("Follow-up action"),
        _("Status"),
        _("Reason"),
        _("Lead agency"),
        _("Program"),
        _("First promised for"),
        _("Due"),
        _("Last update"),
        _("Outcome"),
        _("What we heard"),
    ]
    return csv_response([headings, *rows], filename="follow-ups.csv")


def undone_csv(items: FeedbackQuerySet) -> HttpResponse:
    """Return what nobody does anything about, from ``selectors.undone_items``, as a download."""
    rows = [
        [
            item.reference,
            item.get_kind_display(),
            item.public_summary,
            item.public_source,
            item.program.name,
            f"{item.received_on:%Y-%m}",
            item.get_state_display(),
            item.state_reason,
        ]
        for item in items[:MOST_ROWS]
    ]
    headings = [
        _("Reference"),
        _("Kind"),
        _("What we heard"),
        _("Said by"),
        _("Program"),
        _("Month"),
        _("Status"),
        _("Reason, and who can help"),
    ]
    return csv_response([headings, *rows], filename="not-done.csv")
