"""Transitions of a feedback item that its inspect page offers."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from engagement_site.accounts.models import User
from engagement_site.text_fields import LineField
from sessions_app.core.references import normalize_reference
from sessions_app.core.staff.transitions import Answers, ConfirmForm, ReasonForm, Transition
from sessions_app.feedback.enums import FEEDBACK_TRANSITIONS, FeedbackState
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback.selectors.assignees import assignees
from sessions_app.feedback.services import assignment, feedback, ways_back

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class DuplicateForm(ReasonForm):
    duplicate_of = LineField(
        label=_("Reference of the original item"),
        help_text=_("It looks like FB-26-7K4MQ2-X."),
        error_messages={"required": _("Enter the reference of the original item.")},
    )
    field_order = ["duplicate_of", "reason"]

    def clean_duplicate_of(self) -> FeedbackItem:
        reference = normalize_reference(self.cleaned_data["duplicate_of"])
        item = FeedbackItem.objects.filter(reference=reference).first()
        if item is None:
            raise ValidationError(_("No feedback item has this reference. Check the reference."))
        return item


class AssignForm(ConfirmForm):
    assignee = forms.ModelChoiceField(
        label=_("Who works on this item"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = assignees()


Run = Callable[[FeedbackItem, User, Answers], object]


def _step(
    slug: str,
    state: str,
    label: "StrOrPromise",
    explanation: "StrOrPromise",
    run: Run,
    *,
    form_class: type[ConfirmForm] = ConfirmForm,
    style: str = "button-secondary",
) -> Transition[FeedbackItem]:
    return Transition(
        slug=slug,
        label=label,
        explanation=explanation,
        run=run,
        done=format_lazy(_("The status is now “{state}”."), state=FeedbackState(state).label),
        to_state=state,
        allowed=FEEDBACK_TRANSITIONS,
        form_class=form_class,
        style=style,
    )


TRANSITIONS: tuple[Transition[FeedbackItem], ...] = (
    _step(
        "review",
        FeedbackState.IN_REVIEW,
        _("Start review"),
        _("Show that someone is reviewing this item."),
        lambda item, by, _answers: feedback.start_review(item=item, by=by),
        style="",
    ),
    _step(
        "accept",
        FeedbackState.ACCEPTED,
        _("Accept"),
        _("We will act on this item or respond to it."),
        lambda item, by, _answers: feedback.accept(item=item, by=by),
        style="",
    ),
    _step(
        "answer",
        FeedbackState.ANSWERED,
        _("Mark as answered"),
        _("An action is complete, or a response is published."),
        lambda item, by, _answers: feedback.answer(item=item, by=by),
        style="",
    ),
    _step(
        "close",
        FeedbackState.CLOSED,
        _("Close"),
        _("No further work is planned on this item."),
        lambda item, by, _answers: feedback.close(item=item, by=by),
        style="",
    ),
    Transition(
        slug="approve-summary",
        label=_("Approve summary"),
        explanation=_("The public can read the summary once you approve it."),
        run=lambda item, by, _answers: feedback.approve_summary(item=item, by=by),
        done=_("Summary approved."),
        verb="approve_summary",
        condition=lambda item: bool(item.public_summary) and item.summary_approved_at is None,
    ),
    Transition(
        slug="assign",
        label=_("Assign"),
        explanation=_("They find this item in the register under “Assigned to: Me”."),
        run=lambda item, by, answers: assignment.assign(
            item=item, assignee=answers["assignee"], by=by
        ),
        done=_("The assignment is saved."),
        form_class=AssignForm,
        initial=lambda item: {"assignee": item.assigned_to_id},
        condition=lambda item: item.state != FeedbackState.ROUTED,
    ),
    _step(
        "decline",
        FeedbackState.DECLINED,
        _("Decline"),
        _("We will not act on this item. The public can read your reason."),
        lambda item, by, answers: feedback.decline(item=item, by=by, reason=answers["reason"]),
        form_class=ReasonForm,
    ),
    _step(
        "outside-authority",
        FeedbackState.OUTSIDE_AUTHORITY,
        _("Outside our authority"),
        _("Another office is responsible. Say which one. The public can read your reason."),
        lambda item, by, answers: feedback.mark_outside_authority(
            item=item, by=by, reason=answers["reason"]
        ),
        form_class=ReasonForm,
    ),
    _step(
        "duplicate",
        FeedbackState.DUPLICATE,
        _("Mark as duplicate"),
        _("This item repeats another one. It will be counted only once."),
        lambda item, by, answers: feedback.mark_duplicate(
            item=item, by=by, duplicate_of=answers["duplicate_of"], reason=answers["reason"]
        ),
        form_class=DuplicateForm,
    ),
    Transition(
        slug="not-duplicate",
        label=_("Not a duplicate"),
        explanation=_(
            "This item gets back the status that it had before, and counts on its own again. If "
            "its summary is approved, the public can read it again, with your reason."
        ),
        run=lambda item, by, answers: ways_back.unmark_duplicate(
            item=item, by=by, reason=answers["reason"]
        ),
        done=_("The item has its earlier status again."),
        condition=lambda item: item.state == FeedbackState.DUPLICATE,
        form_class=ReasonForm,
    ),
)
