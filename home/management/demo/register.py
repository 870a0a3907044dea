"""Who works on which feedback item, and filters that the office shares."""

import random

from engagement_site.accounts.models import User
from home.management.demo.people import Staff
from sessions_app.feedback.enums import FeedbackState
from sessions_app.feedback_register.services import saved_filters
from sessions_app.models import FeedbackItem, SavedFilter

#: Name, query string, and whether it is shared with the office.
FILTERS = (
    ("Urgent and new", "severity=urgent&state=in_review&state=new", True),
    ("No answer for 90 days", "ordering=received_on&waiting=90", True),
    ("Mine", "assigned_to=me", True),
    ("To code", "unthemed=yes", False),
)


def fill_register(*, items: list[FeedbackItem], staff: Staff, rng: random.Random) -> None:
    """Assign about half of what is being worked on, and save some filters."""
    for item in items:
        if item.state in (FeedbackState.IN_REVIEW, FeedbackState.ACCEPTED) and rng.random() < 0.5:
            item.assigned_to = rng.choice((staff.officer, staff.manager))
    FeedbackItem.objects.bulk_update(items, ["assigned_to"])
    for name, query, is_shared in FILTERS:
        _save(name, query, is_shared=is_shared, by=staff.officer)


def _save(name: str, query: str, *, is_shared: bool, by: User) -> None:
    saved_filters.save_filter(saved=SavedFilter(name=name, query=query, is_shared=is_shared), by=by)
