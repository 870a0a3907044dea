"""Form fields of text. Every text that people type passes through one of them."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy
from phonenumber_field.formfields import PhoneNumberField as BasePhoneField

from engagement_site.email_addresses import canonical_address
from engagement_site.plain_text import clean_line, clean_text

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Characters of a name or title, unless its field has another limit.
LINE_LENGTH = 200
#: Characters of a note or description, unless its field has another limit.
PROSE_LENGTH = 20_000


class TextField(forms.CharField):
    """Cleans a text before anything else is done with it.

    ``asks`` is the error message of an empty field.
    """

    default_error_messages = {
        "max_length": gettext_lazy(
            "Use %(limit_value)d characters or fewer. You used %(show_value)d."
        )
    }

    def __init__(self, *, asks: "StrOrPromise" = "", **kwargs: Any) -> None:
        if asks:
            kwargs.setdefault("error_messages", {})["required"] = asks
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # At maxlength, browsers silently cut off what is pasted.
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs

    def to_python(self, value: Any) -> Any:
        return super().to_python(self.cleaned(value) if isinstance(value, str) else value)

    def cleaned(self, text: str) -> str:
        return clean_line(text)


class LineField(TextField):
    """One line of text."""

    def __init__(self, *, max_length: int | None = LINE_LENGTH, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)


class ProseField(TextField):
    """Multiple lines of text."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int | None = PROSE_LENGTH, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def cleaned(self, text: str) -> str:
        return clean_text(text)


class URLField(TextField, forms.URLField):
    """The address of a web page. One without a scheme is taken as https."""

    def __init__(self, *, max_length: int | None = LINE_LENGTH, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, assume_scheme="https", **kwargs)


class AddressField(TextField, forms.EmailField):
    """An e-mail address, in its canonical spelling."""

    default_error_messages = {
        "invalid": gettext_lazy(
            "Enter the full e-mail address, for example name@example.org. It needs "
            "one @ and no spaces."
        ),
        "max_length": gettext_lazy("This e-mail address is too long. Remove any extra text."),
    }

    def __init__(self, *, max_length: int | None = 254, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.widget.attrs.setdefault("spellcheck", "false")
        self.widget.attrs.setdefault("autocapitalize", "none")

    def clean(self, value: Any) -> Any:
        return canonical_address(super().clean(value))


class PhoneField(TextField, BasePhoneField):
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
