"""Plain words for the states of feedback items, as their writers read them."""

from django import template
from django.utils.translation import gettext_lazy as _

from sessions_app.feedback.enums import AttributionLevel, FeedbackState

register = template.Library()

_STANDINGS = {
    FeedbackState.NEW: (
        _("We have it"),
        _("It is waiting to be read."),
    ),
    FeedbackState.IN_REVIEW: (
        _("We are looking at it"),
        _("We are finding out what can be done, and who can do it."),
    ),
    FeedbackState.ACCEPTED: (
        _("We are taking it up"),
        _("It will get a follow-up action or an answer."),
    ),
    FeedbackState.ANSWERED: (
        _("It is answered"),
        _("See below what we did or said."),
    ),
    FeedbackState.CLOSED: (
        _("It is answered and closed"),
        _("We have done what we said. You can still add something."),
    ),
    FeedbackState.DECLINED: (
        _("We will not do this"),
        _("We looked at it and decided against it."),
    ),
    FeedbackState.OUTSIDE_AUTHORITY: (
        _("We cannot decide this"),
        _("It is outside the authority of this office."),
    ),
    FeedbackState.DUPLICATE: (
        _("Others told us the same"),
        _("We handle it together with theirs."),
    ),
    FeedbackState.ROUTED: (
        _("It belongs in a complaint"),
        _(
            "It says what an identifiable person did. That is for the complaint process, so we "
            "have deleted your words here. If you have not made a complaint yet, please do."
        ),
    ),
}

_NAMING = {
    AttributionLevel.NAMED: _("By the name of your organization"),
    AttributionLevel.TYPE_ONLY: _("Only by the kind of organization"),
    AttributionLevel.NONE: _("Not at all"),
}


@register.filter
def standing_title(state: str) -> str:
    return str(_STANDINGS[FeedbackState(state)][0])


@register.filter
def standing_words(state: str) -> str:
    return str(_STANDINGS[FeedbackState(state)][1])


@register.filter
def naming_words(attribution: str) -> str:
    """Return how the writer may be named."""
    return str(_NAMING[AttributionLevel(attribution)])
