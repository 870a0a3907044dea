"""What the register can do to many feedback items at once."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sessions_app.feedback.enums import FEEDBACK_TRANSITIONS, FeedbackState

#: Items that one bulk change may hold, and matches that are counted. Nobody pages further than
#: this; they filter the list.
MOST_ITEMS = 5_000


class BulkOperation(TextChoices):
    ADD_THEME = "add_theme", _("Add a theme")
    REMOVE_THEME = "remove_theme", _("Remove a theme")
    ASSIGN = "assign", _("Assign to someone")
    MOVE = "move", _("Change the status")
    LINK = "link", _("Link to a follow-up action")
    APPROVE = "approve", _("Approve the summaries")


#: States that a bulk change can move items to. A duplicate needs its original, and an allegation
#: is routed to complaints one by one, by somebody who has read it.
BULK_STATES = (
    FeedbackState.IN_REVIEW,
    FeedbackState.ACCEPTED,
    FeedbackState.ANSWERED,
    FeedbackState.CLOSED,
    FeedbackState.DECLINED,
    FeedbackState.OUTSIDE_AUTHORITY,
)
#: Back to what an item was before a bulk change moved it.
BULK_UNDOING: Mapping[str, frozenset[str]] = {
    state: frozenset(was for was, steps in FEEDBACK_TRANSITIONS.items() if state in steps)
    for state in BULK_STATES
}
