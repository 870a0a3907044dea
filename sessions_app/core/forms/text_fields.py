"""Text fields that normalize white space and explain what they reject."""

import unicodedata
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumber_field.formfields import PhoneNumberField as BasePhoneField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


#: Cc: control; Cs: unpaired surrogate. Bidi overrides let a name impersonate other text.
_REFUSED_CATEGORIES = frozenset({"Cc", "Cs"})


_REFUSED_CHARACTERS = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029"
)


def refuse_control_characters(text: str, *, allowed: str = "") -> None:
    """Raise `ValidationError` if ``text`` contains characters that no keyboard types."""
    for character in text:
        if character not in allowed and (
            character in _REFUSED_CHARACTERS
            or unicodedata.category(character) in _REFUSED_CATEGORIES
        ):
            raise ValidationError(
                _(
                    "This text has characters that we cannot read. They may come from "
                    "copying and pasting. Type the text, or paste it as plain text."
                ),
                code="control_characters",
            )


def too_long(value: str, limit: int) -> ValidationError:
    return ValidationError(
        _("Use %(limit)d characters or fewer. You used %(length)d.")
        % {"limit": limit, "length": len(value)},
        code="too_long",
    )


class LineField(forms.CharField):
    """One line of text. ``asks`` is the error message if it is empty."""

    allowed = ""

    def __init__(self, *, limit: int = 200, asks: "StrOrPromise" = "", **kwargs: Any) -> None:
        # Django's max_length would render maxlength, at which browsers silently truncate pasted
        # text.
        self.limit = limit
        if asks:
            kwargs.setdefault("error_messages", {})["required"] = asks
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        refuse_control_characters(text.replace("\t", " "), allowed=self.allowed)
        return self.tidied(text)

    def tidied(self, text: str) -> str:
        return " ".join(text.split())

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.limit:
            raise too_long(value, self.limit)


class ProseField(LineField):
    """Multiple lines of text."""

    widget = forms.Textarea
    allowed = "\r\n"

    def tidied(self, text: str) -> str:
        return text.replace("\r\n", "\n").strip()


class AddressField(forms.EmailField):
    """An e-mail address."""

    default_error_messages = {
        "invalid": gettext_lazy(
            "Enter the full e-mail address, for example name@example.org. It needs "
            "one @ and no spaces."
        ),
        "max_length": gettext_lazy("This e-mail address is too long. Remove any extra text."),
    }

    def __init__(self, *, asks: "StrOrPromise" = "", **kwargs: Any) -> None:
        if asks:
            kwargs.setdefault("error_messages", {})["required"] = asks
        kwargs.setdefault("max_length", 254)
        super().__init__(**kwargs)
        self.widget.attrs.pop("maxlength", None)
        self.widget.attrs.setdefault("spellcheck", "false")
        self.widget.attrs.setdefault("autocapitalize", "none")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class PhoneField(BasePhoneField):
    """A US phone number, or one of another country that begins with a plus sign."""

    default_error_messages = {
        "invalid": gettext_lazy(
            "Enter the phone number with its area code, for example 202-555-0143. "
            "For a number outside the United States, start with + and the country "
            "code."
        ),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(region="US", **kwargs)
        self.error_messages["invalid"] = self.default_error_messages["invalid"]
        self.widget.input_type = "tel"
        self.widget.attrs.pop("maxlength", None)
