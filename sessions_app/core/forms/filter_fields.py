"""Fields for filters in the query string of a page."""

from typing import Any

from django import forms


class FilterChoiceField(forms.ChoiceField):
    """One choice of a filter. Invalid values are ignored, as if no filter was set."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return text if self.valid_value(text) else ""
