"""Filters of the public list of follow-up actions."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement_site.text_fields import LineField
from sessions_app.actions.enums import ActionState
from sessions_app.core.forms.filter_fields import FilterChoiceField
from sessions_app.programs.forms import ProgramFilterField
from sessions_app.programs.models import Agency


class ActionFilterForm(forms.Form):
    """Filters in the query string. Invalid values are ignored."""

    mark_optional = False

    state = FilterChoiceField(
        label=_("Status"),
        choices=[("", _("Any status")), *ActionState.choices],
        required=False,
    )
    program = ProgramFilterField()
    agency = FilterChoiceField(label=_("Lead agency"), required=False)
    q = LineField(label=_("Keyword or reference"), max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["agency"]).choices = [
            ("", _("All agencies")),
            *Agency.objects.filter(led_actions__is_public=True)
            .distinct()
            .values_list("abbreviation", "name"),
        ]
