"""Filters of the list of listening sessions."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from localflavor.us.us_states import US_STATES, US_TERRITORIES

from engagement_site.text_fields import LineField
from sessions_app.core.forms.filter_fields import FilterChoiceField
from sessions_app.listening_sessions.enums import SessionFormat
from sessions_app.programs.models import Language, Program

STATES = [*US_STATES, *US_TERRITORIES]


class SessionFilterForm(forms.Form):
    """Filters in the query string. Invalid values are ignored."""

    mark_optional = False

    when = FilterChoiceField(
        label=_("When"),
        choices=[("upcoming", _("Upcoming")), ("past", _("Past"))],
        required=False,
    )
    program = FilterChoiceField(label=_("Program"), required=False)
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
        _offer_programs(self)
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
    program = FilterChoiceField(label=_("Program"), required=False)
    format = FilterChoiceField(
        label=_("How to take part"),
        choices=[("", _("In person or online")), *SessionFormat.choices],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_programs(self)


def _offer_programs(form: forms.Form) -> None:
    cast(forms.ChoiceField, form.fields["program"]).choices = [
        ("", _("All programs")),
        *Program.objects.values_list("slug", "name"),
    ]
