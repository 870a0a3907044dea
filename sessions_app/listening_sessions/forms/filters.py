"""Filters of the list of listening sessions."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from localflavor.us.us_states import US_STATES, US_TERRITORIES

from engagement_site.text_fields import LineField
from sessions_app.core.forms.filter_fields import FilterChoiceField
from sessions_app.listening_sessions.enums import SessionFormat
from sessions_app.programs.forms import ProgramFilterField
from sessions_app.programs.models import Language

STATES = [*US_STATES, *US_TERRITORIES]


class SessionFilterForm(forms.Form):
    """Filters in the query string. Invalid values are ignored."""

    mark_optional = False

    when = FilterChoiceField(
        label=_("When"),
        choices=[("upcoming", _("Upcoming")), ("past", _("Past"))],
        required=False,
    )
    program = ProgramFilterField()
    state = FilterChoiceField(
        label=_("State or territory"), choices=[("", _("All places")), *STATES], required=False
    )
    format = FilterChoiceField(
        label=_("How to take part"),
        choices=[("", _("In person or online")), *SessionFormat.choices],
        required=False,
    )
    language = FilterChoiceField(label=_("Language"), required=False)
    q = LineField(label=_("Words in the title or text"), max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["language"]).choices = [
            ("", _("Any language")),
            *(
                (language.code, str(language))
                for language in Language.objects.filter(listening_sessions__isnull=False).distinct()
            ),
        ]


class MonthFilterForm(forms.Form):
    """The filters of the month view; carries the month that is shown."""

    mark_optional = False

    month = LineField(widget=forms.HiddenInput, required=False)
    program = ProgramFilterField()
    format = FilterChoiceField(
        label=_("How to take part"),
        choices=[("", _("In person or online")), *SessionFormat.choices],
        required=False,
    )
