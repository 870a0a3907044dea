"""Forms of read-back: the answer to one statement, and what staff start and settle."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement_site.required_messages import RequiredMessagesMixin
from engagement_site.text_fields import LineField, ProseField
from sessions_app.organizations.models import Organization
from sessions_app.read_back.enums import AnswerKind
from sessions_app.read_back.selectors.statements import OrganizationRow, Statement

#: Characters of a correction: a statement is one point.
MOST_WORDS = 2000
#: Days that organizations have to answer, unless staff choose another date.
USUAL_DAYS = 14


class AnswerForm(forms.Form):
    """The answer to one statement. Its ids carry the reference: a page has several."""

    reference = LineField(widget=forms.HiddenInput)
    read = LineField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=gettext_lazy("Is this right?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose an answer.")},
    )
    words = ProseField(
        label=gettext_lazy("What you would say instead"),
        help_text=gettext_lazy(
            "Only if you chose “No”. Leave out names and anything else that could identify a "
            "person. Staff read this and decide how to change our words."
        ),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, statement: Statement) -> None:
        item = statement.item
        initial: dict[str, object] = {"reference": item.reference, "read": statement.hash}
        if statement.answer and statement.answer.kind in (
            AnswerKind.CONFIRMED,
            AnswerKind.CORRECTED,
        ):
            initial["answer"] = statement.answer.kind
            initial["words"] = statement.answer.words
        super().__init__(data, initial=initial, auto_id=f"id_{item.reference}_%s")
        field: Any = self.fields["answer"]
        field.choices = [
            (AnswerKind.CONFIRMED, _("Yes, this is right")),
            (AnswerKind.CORRECTED, _("No, we would say it differently")),
            *(
                [(AnswerKind.TYPE_ONLY, _("Say only what kind of organization we are"))]
                if statement.may_be_named_less
                else []
            ),
            (AnswerKind.NOT_ATTRIBUTED, _("Do not connect this with our organization at all")),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answer") == AnswerKind.CORRECTED and not cleaned.get("words"):
            self.add_error("words", _("Write what you would say instead."))
        return cleaned


class _OrganizationsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Organization) -> str:
        return obj.name


class StartForm(RequiredMessagesMixin, forms.Form):
    organizations = _OrganizationsField(
        label=gettext_lazy("Organizations"),
        queryset=Organization.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one organization."),
            "invalid_choice": gettext_lazy(
                "One of these organizations has since been asked. Check the list again."
            ),
        },
    )
    answer_by = forms.DateField(
        label=gettext_lazy("Answer by"),
        help_text=gettext_lazy("The last day on which the link works."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Enter the last day for answers."),
            "invalid": gettext_lazy("Enter a date."),
        },
    )

    def __init__(self, *args: Any, rows: list[OrganizationRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ready = Organization.objects.filter(
            pk__in=[row.organization.pk for row in rows if row.can_start]
        )
        field: Any = self.fields["organizations"]
        field.queryset = ready.order_by("name", "pk")
        field.initial = ready
        self.fields["answer_by"].initial = timezone.localdate() + datetime.timedelta(
            days=USUAL_DAYS
        )

    def clean_answer_by(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["answer_by"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Enter a date after today."))
        return day
