"""Blank rows at the end of a formset."""

from typing import Any

from django import forms


class BlankRowsMixin(forms.BaseFormSet):
    """Does not mark the fields of rows that may stay blank as required.

    Django skips the validation of an extra row without input (``empty_permitted``). Once something
    is entered in one, its fields are required as in every other row.
    """

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if form.empty_permitted and not (form.is_bound and form.has_changed()):
            for field in form.fields.values():
                field.required = False
