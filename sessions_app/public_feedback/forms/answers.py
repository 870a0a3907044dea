"""The pages of the public feedback form: what it is about, the words, and who is writing."""

from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from engagement_site.text_fields import AddressField, LineField, ProseField
from sessions_app.feedback.enums import AttributionLevel, FeedbackKind
from sessions_app.organizations.enums import OrganizationKind
from sessions_app.programs.models import Program

#: Characters of what somebody writes at once.
MOST_WORDS = 5000


class Who(TextChoices):
    NOTHING = "nothing", _("Nothing about me")
    KIND = "kind", _("Only what kind of organization I write for")
    NAME = "name", _("My organization’s name, my e-mail address, or both")


KINDS = (
    (FeedbackKind.CONCERN, _("A concern: something is wrong or worries me")),
    (FeedbackKind.SUGGESTION, _("A suggestion: something that should be done")),
    (FeedbackKind.QUESTION, _("A question: something that I would like explained")),
    (FeedbackKind.COMMENDATION, _("A commendation: something that works well")),
)


class AboutForm(forms.Form):
    program: Any = forms.ModelChoiceField(
        label=_("Which program is it about?"),
        queryset=Program.objects.all(),
        empty_label=_("Choose one"),
        error_messages={
            "required": _("Choose the program."),
            "invalid_choice": _("Choose the program."),
        },
    )
    kind = forms.ChoiceField(
        label=_("What would you like to tell us?"),
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is.")},
    )


class WordsForm(forms.Form):
    words = ProseField(
        label=_("Your words"),
        asks=_("Write what you want to tell us."),
        help_text=_(
            "What happened, where, and what would help? Please leave out names and anything else "
            "that tells who a person is. Up to 5,000 characters."
        ),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 10}),
    )


class WhoForm(forms.Form):
    who = forms.ChoiceField(
        label=_("What may we know about you?"),
        choices=Who.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what we may know about you.")},
    )


class DetailsForm(forms.Form):
    """Who is writing: only the kind of organization, unless ``who`` says more."""

    organization_name = LineField(
        label=_("Name of your organization"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    organization_kind = forms.ChoiceField(
        label=_("Kind of organization"),
        choices=[("", _("Rather not say")), *OrganizationKind.choices],
        required=False,
    )
    email = AddressField(
        label=_("Your e-mail address"),
        help_text=_("We write to it once, so that you can confirm it, and when we answer you."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    naming = forms.ChoiceField(
        label=_("How may we name you?"),
        help_text=_("Your e-mail address is never public."),
        choices=[
            (AttributionLevel.TYPE_ONLY, _("Say only what kind of organization it was")),
            (AttributionLevel.NAMED, _("You may name our organization")),
        ],
        widget=forms.RadioSelect,
        initial=AttributionLevel.TYPE_ONLY,
        required=False,
    )

    def __init__(self, *args: Any, who: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if who != Who.NAME:
            for name in ("organization_name", "email", "naming"):
                del self.fields[name]

    def clean_naming(self) -> str:
        return self.cleaned_data["naming"] or AttributionLevel.TYPE_ONLY
