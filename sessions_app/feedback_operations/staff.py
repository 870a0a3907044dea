"""The register of feedback items, with what reaches into other registers."""

from collections.abc import Iterator, Mapping, Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sessions_app.actions.enums import LinkRelation
from sessions_app.core.staff.transitions import ConfirmForm, ReasonForm, Transition
from sessions_app.feedback.enums import (
    FEEDBACK_REOPENING,
    FEEDBACK_TRANSITIONS,
    FeedbackState,
    RoutingReason,
)
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback.services import ways_back
from sessions_app.feedback.staff.feedback import FeedbackInspectView as BaseInspectView
from sessions_app.feedback.staff.feedback import FeedbackViewSet as BaseFeedbackViewSet
from sessions_app.feedback_operations.selectors import erasure_of, family_of
from sessions_app.feedback_operations.services import route_to_complaints
from sessions_app.read_back.staff import statements as read_back


class RouteForm(ConfirmForm):
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=RoutingReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the reason.")},
    )


def what_is_erased(item: FeedbackItem) -> Iterator[str]:
    """Describe what routing the item erases, and what it leaves for staff to check."""
    erased = erasure_of(family_of(item))
    yield ngettext(
        "The words, source, themes and places of %(count)d item: %(references)s.",
        "The words, sources, themes and places of %(count)d items, which repeat each other or "
        "come from one another: %(references)s.",
        len(erased.items),
    ) % {"count": len(erased.items), "references": ", ".join(map(str, erased.items))}
    if erased.links:
        yield ngettext(
            "%(count)d link to a follow-up action, with its note.",
            "%(count)d links to follow-up actions, with their notes.",
            len(erased.links),
        ) % {"count": len(erased.links)}
    for action in erased.drafted:
        yield _(
            "Title, texts, updates and evidence of the action %(reference)s, “%(title)s”. It "
            "answers nothing else, and will leave the public tracker."
        ) % {"reference": action, "title": action.title}
    for action in erased.kept:
        yield _(
            "Not erased: the action %(reference)s, “%(title)s”, which answers other items too. "
            "Check its texts yourself."
        ) % {"reference": action, "title": action.title}
    yield _("Not erased: pages and responses. If one mentions this, change it yourself.")


def what_says_no(item: FeedbackItem) -> Sequence[Mapping[str, object]]:
    """Return the actions that still decline an item: reopening it does not change them."""
    links = item.action_links.filter(relation=LinkRelation.DECLINED).select_related("action")
    return [
        {
            "words": _("The follow-up action %(reference)s, “%(title)s”, still declines this item.")
            % {"reference": link.action, "title": link.action.title}
        }
        for link in links
    ]


REOPEN = Transition[FeedbackItem](
    slug="reopen",
    label=gettext_lazy("Reopen"),
    explanation=gettext_lazy(
        "We will review this item again. The public can read your reason in place of the earlier "
        "one. Its links to follow-up actions stay, and so do pages and responses. If one states "
        "the earlier decision, change it yourself."
    ),
    run=lambda item, by, answers: ways_back.reopen(item=item, by=by, reason=answers["reason"]),
    done=gettext_lazy("The item is in review again."),
    to_state=FeedbackState.IN_REVIEW,
    allowed=FEEDBACK_REOPENING,
    form_class=ReasonForm,
    warns=what_says_no,
)

ROUTE = Transition[FeedbackItem](
    slug="route",
    label=gettext_lazy("Route to complaints"),
    explanation=gettext_lazy(
        "Use this for an allegation about an identifiable person, after you tell the speaker how "
        "to file a complaint. You cannot undo this. The references, the dates, and who routed "
        "them are kept."
    ),
    run=lambda item, by, answers: route_to_complaints(item=item, reason=answers["reason"], by=by),
    done=gettext_lazy("Routed to complaints."),
    to_state=FeedbackState.ROUTED,
    allowed=FEEDBACK_TRANSITIONS,
    form_class=RouteForm,
    erases=what_is_erased,
    style="no button-secondary",
)


class FeedbackInspectView(BaseInspectView):
    template_name = "backoffice/feedback_operations/inspect.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        if not self.allows("read_source"):
            return super().get_context_data(**kwargs)
        return super().get_context_data(
            **kwargs,
            answers=read_back.answers_of(self.object),
            trail_answers=list(self.object.trail_answers.select_related("seen_by")),
        )


class FeedbackViewSet(BaseFeedbackViewSet):
    inspect_view_class = FeedbackInspectView
    transitions = (*BaseFeedbackViewSet.transitions, *read_back.TRANSITIONS, REOPEN, ROUTE)
