"""The staff form of an agency's answer."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagement_site.required_messages import RequiredMessagesMixin
from engagement_site.text_fields import ProseField
from sessions_app.actions.enums import AgencyReply, AnswerChannel
from sessions_app.actions.selectors import AgencyPart
from sessions_app.core.forms.local_datetime_fields import DateField
from sessions_app.programs.models import Agency


@dataclass(frozen=True, kw_only=True)
class AnswerGiven:
    agency: Agency
    answer: str
    reason: str
    answered_on: datetime.date
    channel: str


class AgencyAnswerForm(RequiredMessagesMixin, forms.Form):
    """Asks how an answer was received only those who record it for another agency."""

    agency = forms.ChoiceField(label=_("Agency"), widget=forms.RadioSelect)
    answer = forms.ChoiceField(
        label=_("Answer"), choices=AgencyReply.choices, widget=forms.RadioSelect
    )
    reason = ProseField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Required if the agency declines. The public can read it if the action is in the "
            "public tracker. Leave out names."
        ),
    )
    answered_on = DateField(label=_("Date of the answer"))
    channel = forms.ChoiceField(
        label=_("How we received it"), choices=AnswerChannel.choices, widget=forms.RadioSelect
    )

    def __init__(
        self, *args: Any, parts: Sequence[AgencyPart], own: Agency | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {str(part.agency.pk): part.agency for part in parts}
        agency: Any = self.fields["agency"]
        agency.choices = [
            (
                str(part.agency.pk),
                _("%(agency)s, to lead") % {"agency": part.agency}
                if part.is_lead
                else _("%(agency)s, to help") % {"agency": part.agency},
            )
            for part in parts
        ]
        self.initial.setdefault("answered_on", timezone.localdate())
        if len(parts) == 1:
            self.initial.setdefault("agency", str(parts[0].agency.pk))
        own_key = str(own.pk) if own else ""
        channel: Any = self.fields["channel"]
        if set(self.agencies) == {own_key}:
            del self.fields["channel"]
        elif own_key not in self.agencies:
            channel.choices = [each for each in channel.choices if each[0] != AnswerChannel.HERE]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("answer") == AgencyReply.DECLINED and not data.get("reason"):
            self.add_error("reason", _("Enter the reason it was declined."))
        return data

    def given(self) -> AnswerGiven:
        """The cleaned data of a valid form."""
        data = self.cleaned_data
        return AnswerGiven(
            agency=self.agencies[data["agency"]],
            answer=data["answer"],
            reason=data["reason"],
            answered_on=data["answered_on"],
            channel=data.get("channel", AnswerChannel.HERE),
        )
