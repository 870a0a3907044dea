"""What staff see and do about the answers of organizations."""

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement_site.text_fields import ProseField
from sessions_app.core.staff.transitions import ConfirmForm, ReasonForm, Transition
from sessions_app.feedback.models import FeedbackItem
from sessions_app.read_back.models import StatementAnswer, TrailAnswer, summary_hash
from sessions_app.read_back.services import corrections, trails


class AcceptCorrectionForm(ConfirmForm):
    summary = ProseField(
        label=_("Public summary"),
        help_text=_("In our own words. Leave out anything that could identify a person."),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Enter the public summary.")},
    )


def answers_of(item: FeedbackItem) -> list[dict[str, object]]:
    """Return the answers to a statement, newest first, and whether its words are still the same."""
    current = summary_hash(item)
    return [
        {"answer": answer, "is_current": answer.summary_hash == current}
        for answer in StatementAnswer.objects.filter(feedback_item=item).select_related(
            "settled_by"
        )
    ]


def has_open_correction(item: FeedbackItem) -> bool:
    return StatementAnswer.objects.filter(feedback_item=item).open_corrections().exists()


def has_open_objection(item: FeedbackItem) -> bool:
    return TrailAnswer.objects.filter(feedback_item=item).to_read().exists()


class ReplyForm(ConfirmForm):
    text = ProseField(
        label=_("Your answer"),
        help_text=_("The organization reads it next to the statement."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Enter your answer.")},
    )


TRANSITIONS: tuple[Transition[FeedbackItem], ...] = (
    Transition(
        slug="accept-correction",
        label=_("Accept correction"),
        explanation=_(
            "Change the summary as the organization asks. It is a draft until it is approved again."
        ),
        run=lambda item, by, answers: corrections.accept(
            item=item, summary=answers["summary"], by=by
        ),
        done=_("The correction is accepted. Approve the summary next."),
        form_class=AcceptCorrectionForm,
        initial=lambda item: {"summary": item.public_summary},
        condition=has_open_correction,
        style="",
    ),
    Transition(
        slug="keep-summary",
        label=_("Keep our summary"),
        explanation=_("The summary stays as it is. It is a draft until it is approved again."),
        run=lambda item, by, answers: corrections.keep(item=item, reason=answers["reason"], by=by),
        done=_("The summary stays. Approve it next."),
        form_class=ReasonForm,
        condition=has_open_correction,
    ),
    Transition(
        slug="answer-objection",
        label=_("Answer the objection"),
        explanation=_(
            "The organization says that what came of its statement is not told right. Correct what "
            "is wrong, then answer. It is marked as seen."
        ),
        run=lambda item, by, answers: trails.reply(item=item, text=answers["text"], by=by),
        done=_("Answered."),
        form_class=ReplyForm,
        condition=has_open_objection,
        style="",
    ),
)
