"""Forms of an organization's trail."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement_site.text_fields import AddressField, LineField, ProseField

#: Characters of a remark about one statement.
MOST_WORDS = 2000


class TrailLinkForm(forms.Form):
    email = AddressField(
        label=_("Your e-mail address at the organization"),
        help_text=_("The address that you use with us, for example for your registrations."),
        asks=_("Enter your e-mail address."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class TrailAnswerForm(forms.Form):
    """Whether one entry is right. Its ids carry the reference: a page has several."""

    reference = LineField(widget=forms.HiddenInput)
    right = forms.ChoiceField(
        label=_("Is this right?"),
        choices=[("yes", _("Yes")), ("no", _("No, something is not right"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )
    remark = ProseField(
        label=_("What is not right"),
        help_text=_(
            "Only if you chose “No”. Leave out names and anything else that could identify a "
            "person."
        ),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, reference: str) -> None:
        super().__init__(data, initial={"reference": reference}, auto_id=f"id_{reference}_%s")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("right") == "no" and not cleaned.get("remark"):
            self.add_error("remark", _("Write what is not right."))
        return cleaned
