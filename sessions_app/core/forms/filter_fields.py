"""Fields for filters that live in the address of a page."""

from typing import Any

from django import forms


class FilterChoiceField(forms.ChoiceField):
    """One choice of a filter. A value that is no choice is left out, as if nobody had filtered."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return text if self.valid_value(text) else ""
