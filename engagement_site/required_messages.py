"""Asks for a required answer by the kind of field, in place of "This field is required."."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STOCK = forms.Field.default_error_messages["required"]

#: The first line with a class that a field is an instance of determines the message.
BY_KIND: tuple[tuple[tuple[type[forms.Field], ...], Promise], ...] = (
    ((forms.FileField,), _("Choose a file.")),
    ((forms.BooleanField,), _("Check this box.")),
    (
        (forms.MultipleChoiceField, forms.ModelMultipleChoiceField),
        _("Choose at least one option."),
    ),
    ((forms.ChoiceField, forms.ModelChoiceField), _("Choose an option.")),
    ((forms.DateTimeField,), _("Enter a date and a time.")),
    ((forms.DateField,), _("Enter a date.")),
    ((forms.TimeField,), _("Enter a time.")),
    ((forms.IntegerField,), _("Enter a number.")),
    ((forms.EmailField,), _("Enter an e-mail address.")),
    ((forms.Field,), _("Enter some text.")),
)


def is_general(message: str) -> bool:
    """Whether the message is one of these, which do not name their field."""
    return any(message == str(general) for _kinds, general in BY_KIND)


class RequiredMessagesMixin:
    """For a form: fields without a message of their own ask by their kind."""

    # Any, as in django-stubs: kinds of fields have attributes of their own.
    fields: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == STOCK:
                field.error_messages["required"] = next(
                    message for kinds, message in BY_KIND if isinstance(field, kinds)
                )
