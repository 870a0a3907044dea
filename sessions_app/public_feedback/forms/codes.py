"""Forms with which a writer comes back: to a draft, or to what was sent."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement_site.text_fields import LineField, ProseField
from sessions_app.feedback.tokens import normalize_code
from sessions_app.public_feedback.forms.answers import MOST_WORDS


class CodeField(LineField):
    """A return code. Not remembered by browsers, which others may use."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Return code"),
            asks=gettext_lazy("Enter your return code."),
            help_text=gettext_lazy("It looks like 7K4M-Q2XD-9H3T-B5WZ."),
            max_length=60,
            widget=forms.TextInput(
                attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
            ),
        )


class ResumeForm(forms.Form):
    code = CodeField()

    def clean_code(self) -> str:
        code = normalize_code(self.cleaned_data["code"])
        if code is None:
            raise ValidationError(
                _("A return code has 16 letters and numbers. Compare yours with your record.")
            )
        return code


class TrackForm(forms.Form):
    reference = LineField(
        label=gettext_lazy("Reference"),
        asks=gettext_lazy("Enter your reference."),
        help_text=gettext_lazy("It looks like FB-26-7K4MQ2-X."),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    code = CodeField()


class MessageForm(forms.Form):
    text = ProseField(
        label=gettext_lazy("What would you like to add?"),
        asks=gettext_lazy("Write what you would like to add."),
        help_text=gettext_lazy("You cannot change it after you send it."),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    #: Sent twice, it is added once.
    submission = LineField(widget=forms.HiddenInput, required=False, max_length=64)
