"""The form of the registrant: whom to write to, where, and in which language."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, get_language_info, gettext_lazy

from engagement_site.text_fields import AddressField, LineField, PhoneField

#: Each language in its own name, so that people can recognize theirs.
LANGUAGE_NAMES = [
    (code, get_language_info(code)["name_local"].title()) for code, _label in settings.LANGUAGES
]


class LanguageField(forms.ChoiceField):
    """The language of e-mails; defaults to the language of the page."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=LANGUAGE_NAMES, initial=_page_language, **kwargs)

    def clean(self, value: Any) -> Any:
        return super().clean(value or _page_language())


def _page_language() -> str:
    return (get_language() or "en").partition("-")[0]


class RegistrantForm(forms.Form):
    """The registrant: only what is needed to contact them."""

    name = LineField(
        label=gettext_lazy("Your name"),
        asks=gettext_lazy("Enter your name."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = AddressField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("We send your confirmation here, with a link to change or cancel."),
        asks=gettext_lazy("Enter your e-mail address so we can confirm your seat."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = PhoneField(
        label=gettext_lazy("Your phone number"),
        help_text=gettext_lazy("We will use this only for last-minute changes."),
        required=False,
    )
    organization_name = LineField(
        label=gettext_lazy("Organization"),
        help_text=gettext_lazy("Leave this blank if you are coming on your own."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    language: forms.ChoiceField = LanguageField(
        label=gettext_lazy("Which language should we write to you in?")
    )
    is_coming = forms.BooleanField(
        label=gettext_lazy("I am coming myself"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].widget.attrs["autocomplete"] = "tel"
