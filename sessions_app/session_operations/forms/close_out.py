"""The close-out form: who attended."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from engagement_site.text_fields import LineField


def _numbers(values: Collection[str]) -> set[int]:
    try:
        return {int(value) for value in values if value}
    except ValueError:
        raise ValidationError(
            _("Some of this form did not reach us. Reload the page and try again.")
        ) from None


class CloseOutForm(forms.Form):
    """Checkboxes for attendees, with the state in which they were rendered.

    Only boxes that were changed by hand override check-in: an attendee who was checked in while the
    page was open stays checked in.
    """

    ticked_before = LineField(max_length=None, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        sent: Any = self.data
        came = _numbers(sent.getlist("came"))
        before = _numbers(str(cleaned.get("ticked_before", "")).split(","))
        return {"came": came, "absent": before - came}
