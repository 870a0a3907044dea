"""The register of feedback items, with what reaches into other registers."""

from collections.abc import Iterator, Mapping, Sequence

from django import forms
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sessions_app.actions.enums import LinkRelation
from sessions_app.actions.staff.links import ItemActionsView
from sessions_app.core.staff.record_views import url_of
from sessions_app.core.staff.transitions import ConfirmForm, ReasonForm, Transition
from sessions_app.feedback.enums import (
    FEEDBACK_REOPENING,
    FEEDBACK_TRANSITIONS,
    UNDECIDED_FEEDBACK_STATES,
    FeedbackState,
    LineageKind,
    RoutingReason,
)
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback.selectors.lineage import family_of
from sessions_app.feedback.services import ways_back
from sessions_app.feedback.staff.feedback import FeedbackInspectView
from sessions_app.feedback.staff.feedback import FeedbackViewSet as BaseFeedbackViewSet
from sessions_app.feedback_operations.selectors.lineage import UNDO_LABELS, Chapter, story_of
from sessions_app.feedback_operations.selectors.routing import erasure_of
from sessions_app.feedback_operations.services.routing import route_to_complaints
from sessions_app.feedback_operations.staff.lineage import MergeView, SplitView, UndoView
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


class LineageInspectView(FeedbackInspectView):
    """The page of an item, with what it came from and what became of it."""

    template_name = "backoffice/feedback_operations/inspect.html"

    def offered_transitions(self) -> list[dict[str, str]]:
        offered = super().offered_transitions()
        item = self.object
        if not item.is_counted and item.state != FeedbackState.DUPLICATE:
            # Others stand for it: what is left is to answer the organization, and to erase it all.
            left = {str(each.label) for each in (ROUTE, *read_back.TRANSITIONS)}
            offered = [each for each in offered if each["label"] in left]
        elif self.allows("change") and item.is_counted and item.state != FeedbackState.ROUTED:
            if item.state in UNDECIDED_FEEDBACK_STATES:
                offered.append(self._screen("split", _("Split")))
            offered.append(self._screen("merge", _("Merge")))
        return offered

    def _screen(self, name: str, label: str) -> dict[str, str]:
        return {"label": label, "url": url_of(self.object, name), "style": "button-secondary"}

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        if not self.allows("read_source"):
            return super().get_context_data(**kwargs)
        may_undo = self.allows("change")
        story = [
            {
                "chapter": chapter,
                "undo_label": _(UNDO_LABELS[LineageKind(chapter.operation.kind)]),
                "undo_url": self._undo_url(chapter) if may_undo else "",
            }
            for chapter in (story_of(self.object))
        ]
        return super().get_context_data(
            **kwargs,
            story=story,
            may_open_others=True,
            answers=read_back.answers_of(self.object),
            trail_answers=list(self.object.trail_answers.select_related("seen_by")),
        )

    def _undo_url(self, chapter: Chapter) -> str:
        if chapter.operation.undone_at is not None:
            return ""
        return reverse("feedbackitem:undo", args=[self.object.pk, chapter.operation.pk])


class FeedbackViewSet(BaseFeedbackViewSet):
    transitions = (*BaseFeedbackViewSet.transitions, *read_back.TRANSITIONS, REOPEN, ROUTE)
    inspect_view_class = LineageInspectView

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("actions/<int:pk>/", self.construct_view(ItemActionsView), name="actions"),
            path("split/<int:pk>/", self.construct_view(SplitView), name="split"),
            path("merge/<int:pk>/", self.construct_view(MergeView), name="merge"),
            path(
                "undo/<int:pk>/<int:operation>/",
                self.construct_view(UndoView),
                name="undo",
            ),
        ]
