"""Repeating a session, and carrying its changes over to the later ones of its series."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from engagement_site.accounts.models import User
from sessions_app.listening_sessions.enums import Recurrence
from sessions_app.listening_sessions.errors import ScheduleError
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.listening_sessions.wording import when
from sessions_app.session_operations.services import series
from sessions_app.session_operations.services.series import MOST, Occurrence

_PART_LABELS = {
    "words": _("Title and what it is about"),
    "time": _("Time of day and length; each keeps its own date"),
    "place": _("Format, venue, room, join link and seats"),
    "host": _("Host"),
    "registration": _("How people register: limits, approval, waitlist, lead time"),
    "attribution": _("Who said what"),
}


class RepeatForm(forms.Form):
    """Asks how often, then which of the days. ``days`` is offered once the rule is known."""

    recurrence = forms.ChoiceField(
        label=_("How often"),
        choices=Recurrence.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often.")},
    )
    times = forms.IntegerField(
        label=_("How many more sessions"),
        min_value=1,
        max_value=MOST,
        help_text=_("Not counting this one. Up to 52."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, listening_session: ListeningSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listening_session = listening_session
        self.rule = ""
        self.occurrences: list[Occurrence] = []

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "recurrence" in data and "times" in data:
            try:
                self.rule = series.recurrence_rule(listening_session=self.listening_session, **data)
            except ScheduleError as error:
                self.add_error(error.field, error.message)
            else:
                self.occurrences = series.occurrences(
                    listening_session=self.listening_session, rule=self.rule
                )
        return data

    def apply(self, *, by: User) -> list[ListeningSession]:
        """Make the drafts of the days that were kept. Raises ``ScheduleError``."""
        kept = cast(QueryDict, self.data).getlist("days")
        return series.repeat(
            listening_session=self.listening_session,
            rule=self.rule,
            days=[
                each.day
                for each in self.occurrences
                if each.session and each.day.isoformat() in kept
            ],
            by=by,
        )


class CarryOverForm(forms.Form):
    parts = forms.MultipleChoiceField(
        label=_("What to carry over"),
        choices=list(_PART_LABELS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what to carry over.")},
    )
    to = forms.ModelMultipleChoiceField(
        label=_("To which later sessions"),
        queryset=ListeningSession.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one session.")},
    )

    #: What the changes were shown of.
    expected_version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, listening_session: ListeningSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listening_session = listening_session
        field: Any = self.fields["to"]
        field.queryset = series.later_in_series(listening_session=listening_session)
        field.label_from_instance = _session_label

    def apply(self, *, by: User) -> list[ListeningSession]:
        """Change the chosen sessions. Raises ``ScheduleError``; then nothing is changed."""
        return series.carry_over(
            listening_session=self.listening_session, by=by, **self.cleaned_data
        )


def _session_label(session: ListeningSession) -> str:
    return f"{when(session)} ({session.get_state_display()})"
