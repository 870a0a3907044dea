"""Choices and state machines of feedback items."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sessions_app.listening_sessions.enums import AttributionRule


class FeedbackKind(TextChoices):
    CONCERN = "concern", _("Concern")
    SUGGESTION = "suggestion", _("Suggestion")
    QUESTION = "question", _("Question")
    COMMENDATION = "commendation", _("Commendation")


class FeedbackState(TextChoices):
    NEW = "new", _("New")
    IN_REVIEW = "in_review", _("In review")
    ACCEPTED = "accepted", _("Accepted")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
    DECLINED = "declined", _("Declined")
    OUTSIDE_AUTHORITY = "outside_authority", _("Outside our authority")
    DUPLICATE = "duplicate", _("Duplicate")
    ROUTED = "routed", _("Routed to complaints")


#: Final states that need a reason, in terms that can be shown to the public.
FEEDBACK_STATES_WITH_REASON = frozenset(
    {
        FeedbackState.DECLINED,
        FeedbackState.OUTSIDE_AUTHORITY,
        FeedbackState.DUPLICATE,
        FeedbackState.ROUTED,
    }
)


FEEDBACK_TRANSITIONS: Mapping[str, frozenset[str]] = {
    FeedbackState.NEW: frozenset({FeedbackState.IN_REVIEW}) | FEEDBACK_STATES_WITH_REASON,
    FeedbackState.IN_REVIEW: frozenset({FeedbackState.ACCEPTED}) | FEEDBACK_STATES_WITH_REASON,
    FeedbackState.ACCEPTED: frozenset({FeedbackState.ANSWERED}) | FEEDBACK_STATES_WITH_REASON,
    FeedbackState.ANSWERED: frozenset({FeedbackState.CLOSED, FeedbackState.ROUTED}),
    FeedbackState.CLOSED: frozenset({FeedbackState.ROUTED}),
    FeedbackState.DECLINED: frozenset({FeedbackState.ROUTED}),
    FeedbackState.OUTSIDE_AUTHORITY: frozenset({FeedbackState.ROUTED}),
    FeedbackState.DUPLICATE: frozenset({FeedbackState.ROUTED}),
    FeedbackState.ROUTED: frozenset(),
}
#: Ways back. Apart from the steps forward, which need no reason: a review that is started is not
#: one that is taken up again.
FEEDBACK_REOPENING: Mapping[str, frozenset[str]] = dict.fromkeys(
    (FeedbackState.CLOSED, FeedbackState.DECLINED, FeedbackState.OUTSIDE_AUTHORITY),
    frozenset({FeedbackState.IN_REVIEW}),
)
#: To what it was: every state in which an item can be marked as a duplicate.
FEEDBACK_UNMARKING: Mapping[str, frozenset[str]] = {
    FeedbackState.DUPLICATE: frozenset(
        state for state, steps in FEEDBACK_TRANSITIONS.items() if FeedbackState.DUPLICATE in steps
    )
}


class RoutingReason(TextChoices):
    """Why an item was routed to complaints. A choice, because a text could repeat what was said."""

    TOLD = "told", _("The speaker was told how to file a complaint.")
    FILED = "filed", _("A complaint about this has already been filed.")
    FORWARDED = "forwarded", _("The complaint office has received it from us.")


class AttributionLevel(TextChoices):
    NAMED = "named", _("Organization named")
    TYPE_ONLY = "type_only", _("Type of organization only")
    NONE = "none", _("Not attributed")


#: Default attribution of an item, by the session's attribution rule.
ATTRIBUTION_OF_RULE = {
    AttributionRule.ON_THE_RECORD: AttributionLevel.NAMED,
    AttributionRule.ORGANIZATION_ONLY: AttributionLevel.NAMED,
    AttributionRule.NOT_ATTRIBUTED: AttributionLevel.NONE,
}


class FeedbackChannel(TextChoices):
    SESSION = "session", _("Listening session")
    WEB = "web", _("Web")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    POST = "post", _("Mail")


class Severity(TextChoices):
    LOW = "low", _("Low")
    MODERATE = "moderate", _("Moderate")
    HIGH = "high", _("High")
    URGENT = "urgent", _("Urgent")


class CodingMethod(TextChoices):
    BY_HAND = "by_hand", _("Manually")
    SUGGESTION = "suggestion", _("Accepted from a suggestion")


#: States in which an item can be split, or merged into another: nobody has decided on it yet.
UNDECIDED_FEEDBACK_STATES = frozenset(
    {FeedbackState.NEW, FeedbackState.IN_REVIEW, FeedbackState.ACCEPTED}
)
#: How much each level of attribution tells.
TELLS = {AttributionLevel.NONE: 0, AttributionLevel.TYPE_ONLY: 1, AttributionLevel.NAMED: 2}


class LineageKind(TextChoices):
    SPLIT = "split", _("Split")
    MERGE = "merge", _("Merge")
    DUPLICATE = "duplicate", _("Duplicate")


class LineageRole(TextChoices):
    """What an item was in a :class:`LineageKind`."""

    WHOLE = "whole", _("Split item")
    PART = "part", _("Part")
    SURVIVOR = "survivor", _("Item that was kept")
    MERGED = "merged", _("Item that was merged into it")
    DUPLICATE = "duplicate", _("Duplicate")
    ORIGINAL = "original", _("Original")
