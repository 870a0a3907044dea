"""Forms that repeat a session, and carry its changes over to later ones of its series."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from engagement_site.required_messages import RequiredMessagesMixin
from engagement_site.text_fields import LineField
from sessions_app.listening_sessions.enums import Recurrence
from sessions_app.listening_sessions.errors import ScheduleError
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.listening_sessions.wording import when
from sessions_app.session_operations.services import series
from sessions_app.session_operations.services.series import MOST, Occurrence

_PART_LABELS = {
    "words": _("Title and description"),
    "time": _("Time and length (each session keeps its own date)"),
    "place": _("Format, venue, room, join link and seats"),
    "host": _("Host"),
    "registration": _("Registration settings: limits, approval, waitlist, lead time"),
    "attribution": _("Who may be named"),
}


class RepeatForm(RequiredMessagesMixin, forms.Form):
    """Asks for the rule, then for the dates. ``days`` is offered once the rule is valid."""

    recurrence = forms.ChoiceField(
        label=_("How often"),
        choices=Recurrence.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often.")},
    )
    times = forms.IntegerField(
        label=_("Number of sessions to add"),
        min_value=1,
        max_value=MOST,
        help_text=_("Do not count this session. You can add up to 52."),
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

    def kept_days(self) -> list[datetime.date]:
        """The selected dates of a valid form."""
        kept = cast(QueryDict, self.data).getlist("days")
        return [
            each.day for each in self.occurrences if each.session and each.day.isoformat() in kept
        ]


@dataclass(frozen=True, kw_only=True)
class CarryOverAnswers:
    #: Keys of the service's ``PARTS``.
    parts: list[str]
    to: Iterable[ListeningSession]
    #: Version of the sessions that the changes were previewed for.
    expected_version: str


class CarryOverForm(forms.Form):
    parts = forms.MultipleChoiceField(
        label=_("Changes to carry over"),
        choices=list(_PART_LABELS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what to carry over.")},
    )
    to = forms.ModelMultipleChoiceField(
        label=_("Sessions to update"),
        queryset=ListeningSession.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one session.")},
    )

    #: Version of the sessions that the changes were previewed for.
    expected_version = LineField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, listening_session: ListeningSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listening_session = listening_session
        field: Any = self.fields["to"]
        field.queryset = series.later_in_series(listening_session=listening_session)
        field.label_from_instance = _session_label

    def answers(self) -> CarryOverAnswers:
        """The cleaned data of a valid form."""
        return CarryOverAnswers(**self.cleaned_data)


def _session_label(session: ListeningSession) -> str:
    return f"{when(session)} ({session.get_state_display()})"
