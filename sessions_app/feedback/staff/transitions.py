"""The moves of a concern or suggestion that its page offers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sessions_app.core.references import normalize_reference
from sessions_app.core.staff.transitions import Move, ReasonForm
from sessions_app.feedback.enums import FEEDBACK_MOVES, FeedbackState
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback.services import feedback


class DuplicateForm(ReasonForm):
    duplicate_of = forms.CharField(
        label=_("Reference of the item that it repeats"),
        help_text=_("It looks like FB-26-7K4MQ2-X."),
        error_messages={"required": _("Give the reference of the other item.")},
    )
    field_order = ["duplicate_of", "reason"]

    def clean_duplicate_of(self) -> FeedbackItem:
        reference = normalize_reference(self.cleaned_data["duplicate_of"])
        item = FeedbackItem.objects.filter(reference=reference).first()
        if item is None:
            raise ValidationError(_("No feedback item has this reference."))
        return item


def _move(
    slug: str, state: str, label: Any, explanation: Any, service: Any, **options: Any
) -> Move:
    return Move(
        slug=slug,
        label=label,
        explanation=explanation,
        service=service,
        keyword="item",
        done=_("Saved."),
        to_state=state,
        moves=FEEDBACK_MOVES,
        **options,
    )


MOVES = (
    _move(
        "review",
        FeedbackState.IN_REVIEW,
        _("Start the review"),
        _("Say that somebody is looking into it."),
        feedback.start_review,
        style="",
    ),
    _move(
        "accept",
        FeedbackState.ACCEPTED,
        _("Accept"),
        _("Something will be done or said about it."),
        feedback.accept,
        style="",
    ),
    _move(
        "answer",
        FeedbackState.ANSWERED,
        _("Mark as answered"),
        _("It has its answer: an action is done, or a response is published."),
        feedback.answer,
        style="",
    ),
    _move(
        "close",
        FeedbackState.CLOSED,
        _("Close"),
        _("Nothing more is to come."),
        feedback.close,
        style="",
    ),
    Move(
        slug="approve-summary",
        label=_("Approve the summary"),
        explanation=_("From then on the public can read it."),
        service=feedback.approve_summary,
        keyword="item",
        done=_("The summary is approved."),
        verb="approve_summary",
        condition=lambda item: bool(item.public_summary) and item.summary_approved_at is None,
    ),
    _move(
        "decline",
        FeedbackState.DECLINED,
        _("Decline"),
        _("Nothing will be done about it. The public can read your reason."),
        feedback.decline,
        form_class=ReasonForm,
    ),
    _move(
        "outside-authority",
        FeedbackState.OUTSIDE_AUTHORITY,
        _("Outside our authority"),
        _("Somebody else has to answer it. Say who; the public can read your reason."),
        feedback.mark_outside_authority,
        form_class=ReasonForm,
    ),
    _move(
        "duplicate",
        FeedbackState.DUPLICATE,
        _("Mark as a duplicate"),
        _("It repeats another item. Figures then count the idea once."),
        feedback.mark_duplicate,
        form_class=DuplicateForm,
    ),
    _move(
        "route",
        FeedbackState.ROUTED,
        _("Route to complaints"),
        _(
            "Use this for an allegation about an identifiable person. The speaker was told how "
            "to file a complaint. The note and the summary are erased. This cannot be undone."
        ),
        feedback.route_to_complaints,
        form_class=ReasonForm,
        style="no button-secondary",
    ),
)
