"""Filters of the public tracker: its actions, and what is not done."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement_site.text_fields import LineField
from sessions_app.actions.enums import ActionState
from sessions_app.actions.selectors import UNDONE_STATES
from sessions_app.core.forms.filter_fields import FilterChoiceField
from sessions_app.programs.forms import ProgramFilterField
from sessions_app.programs.models import Agency


class ActionFilterForm(forms.Form):
    """Filters in the query string. Invalid values are ignored."""

    mark_optional = False

    #: Chosen in the bar of states, and kept when the other filters change.
    state = FilterChoiceField(
        choices=[("", ""), *ActionState.choices], required=False, widget=forms.HiddenInput
    )
    program = ProgramFilterField()
    agency = FilterChoiceField(label=_("Agency"), required=False)
    q = LineField(label=_("Keyword or reference"), max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["agency"]).choices = [
            ("", _("All agencies")),
            *Agency.objects.filter(led_actions__is_public=True)
            .distinct()
            .values_list("abbreviation", "name"),
        ]


class UndoneFilterForm(forms.Form):
    """Filters of the open ledger in the query string. Invalid values are ignored."""

    mark_optional = False

    state = FilterChoiceField(
        choices=[("", ""), *((state, state.label) for state in UNDONE_STATES)],
        required=False,
        widget=forms.HiddenInput,
    )
    program = ProgramFilterField()
    q = LineField(label=_("Keyword or reference"), max_length=100, required=False)
