"""The columns of an export of the register, which an import reads again.

The names are a contract (docs/features/feedback.md): they are in English whatever the language of
whoever exports, and do not change.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from sessions_app.feedback.models import FeedbackItem

#: Rows that are in memory at once.
CHUNK = 1_000

Value = Callable[[FeedbackItem], Any]


def _is_public(item: FeedbackItem) -> bool:
    return item.summary_approved_at is not None and item.is_counted


def _session(item: FeedbackItem) -> str:
    return item.listening_session.slug if item.listening_session else ""


#: What everybody who may export gets: the source as the public may know it, and no private note.
COLUMNS: Mapping[str, Value] = {
    "Reference": lambda item: item.reference,
    "Kind": lambda item: item.kind,
    "Status": lambda item: item.state,
    "Reason": lambda item: item.state_reason,
    "Severity": lambda item: item.severity,
    "Themes": lambda item: "; ".join(sorted(theme.code for theme in item.themes.all())),
    "Program": lambda item: item.program.slug,
    "Listening session": _session,
    "Said by": lambda item: item.public_source,
    "Attribution": lambda item: item.attribution,
    "States and counties": lambda item: "; ".join(
        sorted(place.fips for place in item.jurisdictions.all())
    ),
    "Language": lambda item: item.language.code if item.language else "",
    "Channel": lambda item: item.channel,
    "Received": lambda item: item.received_on,
    "Actions": lambda item: "; ".join(
        sorted(link.action.reference for link in item.action_links.all())
    ),
    "Public summary": lambda item: item.public_summary if _is_public(item) else "",
}
#: Besides these, for those who may read private notes.
PRIVATE_COLUMNS: Mapping[str, Value] = {
    "Assigned to": lambda item: str(item.assigned_to or ""),
    "Organization": lambda item: item.organization.name if item.organization else "",
    "Draft summary": lambda item: "" if item.summary_approved_at else item.public_summary,
    "What was said": lambda item: item.private_note,
}


def columns_for(*, may_read_note: bool) -> Mapping[str, Value]:
    """Return the columns by name, in their order."""
    return {**COLUMNS, **PRIVATE_COLUMNS} if may_read_note else COLUMNS


def rows(items: "QuerySet[FeedbackItem]") -> Iterator[FeedbackItem]:
    """Yield the items with what the columns read, a chunk at a time."""
    related = items.prefetch_related(
        "program",
        "listening_session",
        "organization",
        "language",
        "assigned_to",
        "themes",
        "jurisdictions",
        "action_links__action",
    )
    yield from related.iterator(chunk_size=CHUNK)
