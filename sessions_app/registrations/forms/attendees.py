"""Attendees: one row for each, in one formset."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement_site.text_fields import AddressField, LineField
from sessions_app.listening_sessions.models.sessions import MOST_PEOPLE
from sessions_app.registrations.errors import GroupTooLargeError
from sessions_app.registrations.services.registrations import AttendeeInput


class AttendeeForm(forms.Form):
    """One attendee. A row without a name is ignored."""

    mark_optional = False

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = LineField(
        label=gettext_lazy("Name"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = AddressField(
        label=gettext_lazy("E-mail address (optional)"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("email") and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Enter the name of the person with this e-mail address."))
        return cleaned


class PeopleFormSet(forms.BaseFormSet):
    """The attendees, besides a registrant who checked that they attend themselves."""

    default_error_messages = {
        "missing_management_form": gettext_lazy(
            "Part of this form did not reach us. Send it again."
        ),
    }

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        kwargs["error_messages"] = {"too_many_forms": GroupTooLargeError(most).message}
        super().__init__(*args, **kwargs)
        self.max_num = most

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        # Django skips unchanged rows that may be empty: the attendee in such a row would be
        # removed.
        return {**super().get_form_kwargs(index), "empty_permitted": False}

    def people(self) -> list[AttendeeInput]:
        return [
            AttendeeInput(name=row["name"], email=row["email"], id=row["id"])
            for row in self.cleaned_data
            if row.get("name")
        ]


AttendeeFormSet = forms.formset_factory(
    AttendeeForm,
    formset=PeopleFormSet,
    extra=0,
    max_num=MOST_PEOPLE,
    validate_max=True,
    absolute_max=MOST_PEOPLE + 1,
)
