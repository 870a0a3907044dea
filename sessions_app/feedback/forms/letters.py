"""Staff forms of a letter, e-mail or call with several points, and of answers to writers."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement_site.text_fields import LineField, ProseField
from sessions_app.core.forms.blank_rows import BlankRowsMixin
from sessions_app.core.forms.local_datetime_fields import DateField
from sessions_app.feedback.enums import AttributionLevel, FeedbackChannel, FeedbackKind
from sessions_app.feedback.selectors.notes import organizations_like
from sessions_app.organizations.models import Organization
from sessions_app.programs.models import Program

#: Empty rows at the end. "More points" adds as many.
EMPTY_ROWS = 4
#: Points of one letter.
MOST_POINTS = 60


class LetterForm(forms.Form):
    channel = forms.ChoiceField(
        label=gettext_lazy("How did it reach us?"),
        choices=[
            (channel, channel.label)
            for channel in (FeedbackChannel.EMAIL, FeedbackChannel.PHONE, FeedbackChannel.POST)
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how it reached us.")},
    )
    received_on = DateField(
        label=gettext_lazy("Date received"),
        initial=timezone.localdate,
        error_messages={"required": gettext_lazy("Enter the date.")},
    )
    program: Any = forms.ModelChoiceField(
        label=gettext_lazy("Program"),
        queryset=Program.objects.all(),
        empty_label="–",
        error_messages={"required": gettext_lazy("Choose the program.")},
    )
    organization: Any = LineField(
        label=gettext_lazy("Organization"),
        required=False,
        help_text=gettext_lazy("A few letters of its name. Leave blank if there is none."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    attribution = forms.ChoiceField(
        label=gettext_lazy("Who may be named in public"),
        choices=AttributionLevel.choices,
        initial=AttributionLevel.TYPE_ONLY,
        widget=forms.RadioSelect,
    )

    def clean_received_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise ValidationError(_("Enter today’s date or an earlier one."))
        return day

    def clean_organization(self) -> Organization | None:
        text = self.cleaned_data["organization"]
        found = organizations_like(text) if text else []
        if not text:
            return None
        same = [each for each in found if each.name.casefold() == text.casefold()]
        if len(same or found) == 1:
            return (same or found)[0]
        if not found:
            raise ValidationError(
                _("No organization has this in its name. Check the spelling, or leave it blank.")
            )
        raise ValidationError(
            _("Several organizations fit: %(names)s. Enter more of the name."),
            params={"names": ", ".join(each.name for each in found)},
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("attribution") == AttributionLevel.NONE and data.get("organization"):
            self.add_error(
                "organization",
                _(
                    "An item that is not attributed cannot have an organization. Clear the "
                    "organization, or choose another attribution."
                ),
            )
        return data


class PointForm(forms.Form):
    """One point. A row without words is ignored."""

    words = ProseField(
        label=gettext_lazy("What was said"),
        asks=gettext_lazy("Enter what was said."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=FeedbackKind.choices, initial=FeedbackKind.CONCERN
    )
    was_allegation = forms.BooleanField(
        label=gettext_lazy("It is an allegation. I explained how to complain. Log only that."),
        required=False,
    )
    is_no_allegation = forms.BooleanField(
        label=gettext_lazy("I read it again. It is not about what an identifiable person did."),
        required=False,
    )

    #: Set once the complaint firewall has stopped the point.
    is_stopped = False

    def stop(self, message: str) -> None:
        self.is_stopped = True
        self.add_error("words", message)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.is_stopped = bool(data.get("is_no_allegation") or data.get("was_allegation"))
        return data


class PointRows(BlankRowsMixin, forms.BaseFormSet[PointForm]):
    def clean(self) -> None:
        if not any(self.errors) and not self.filled():
            raise ValidationError(_("Enter at least one point."))

    def filled(self) -> list[PointForm]:
        """Return the rows with words."""
        return [row for row in self.forms if row.has_changed() and row.cleaned_data.get("words")]


PointFormSet = forms.formset_factory(
    PointForm, formset=PointRows, extra=EMPTY_ROWS, max_num=MOST_POINTS, absolute_max=MOST_POINTS
)


class AnswerForm(forms.Form):
    text = ProseField(
        label=gettext_lazy("Your answer"),
        asks=gettext_lazy("Write the answer."),
        help_text=gettext_lazy(
            "The writer reads it with the return code. You cannot change it afterwards."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class OrganizationChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Organization) -> str:
        return f"{obj.name} ({obj.get_kind_display()}, {obj.get_verification_display().lower()})"


class MatchForm(forms.Form):
    organization: Any = OrganizationChoice(
        label=gettext_lazy("Organization"),
        queryset=Organization.objects.current(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": gettext_lazy("Choose the organization."),
            "invalid_choice": gettext_lazy("Choose one of the organizations below."),
        },
    )

    def __init__(self, *args: Any, found: list[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [organization.pk for organization in found]
        self.fields["organization"].queryset = Organization.objects.current().filter(pk__in=keys)  # type: ignore[attr-defined]
