"""Staff form of a feedback item."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagement_site.text_fields import ProseField
from sessions_app.core.forms.hidden_fields import VersionedForm
from sessions_app.core.forms.local_datetime_fields import DateField
from sessions_app.core.record_numbers import record_number
from sessions_app.feedback.enums import (
    ATTRIBUTION_OF_RULE,
    AttributionLevel,
    FeedbackChannel,
    FeedbackKind,
)
from sessions_app.feedback.models import FeedbackItem, Theme
from sessions_app.listening_sessions.enums import SPOKEN_STATES, AttributionRule
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.organizations.models import Organization
from sessions_app.programs.models import Jurisdiction
from sessions_app.registrations.enums import ACTIVE_REGISTRATION_STATES

#: Sessions that started longer ago are not offered for new feedback items.
NOTES_OFFERED_FOR = datetime.timedelta(days=550)


class ThemeChoices(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Theme) -> str:
        return f"{obj.parent.name} › {obj.name}" if obj.parent else obj.name


class SessionChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: ListeningSession) -> str:
        return f"{obj.local_start:%b %d, %Y} · {obj.title}"


@dataclass(frozen=True, kw_only=True)
class FeedbackAnswers:
    """Cleaned data that is not a field of the item itself."""

    themes: Iterable[Theme]
    jurisdictions: Iterable[Jurisdiction]
    #: Whether to log only the referral to the complaint process; only for a new item.
    was_allegation: bool
    #: Whether staff read again what the complaint firewall stopped, and say that it is none.
    is_no_allegation: bool
    expected_version: str


class FeedbackItemForm(VersionedForm):
    listening_session = SessionChoice(
        label=_("Listening session"),
        queryset=ListeningSession.objects.none(),
        required=False,
    )
    program: Any = forms.ModelChoiceField(
        label=_("Program"),
        queryset=None,
        required=False,
        help_text=_("Leave blank to use the session’s program."),
    )
    private_note = ProseField(
        label=_("What was said"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Use the speaker’s own words if you can. Never shown to the public. Do not "
            "record an allegation about an identifiable person here. See the end of this "
            "form."
        ),
    )
    attribution = forms.ChoiceField(
        label=_("Who may be named in public"),
        choices=[("", _("Follow the session’s rule")), *AttributionLevel.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    themes = ThemeChoices(
        label=_("Themes"),
        queryset=Theme.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    received_on = DateField(label=_("Date received"))
    was_allegation = forms.BooleanField(
        label=_("Yes. I explained how to file a complaint. Log only that."),
        required=False,
        help_text=_(
            "Only the program, the session and the date are kept. Everything else you typed "
            "above is discarded."
        ),
    )

    is_no_allegation = forms.BooleanField(
        label=_("No. I read it again. It is not about what an identifiable person did."),
        required=False,
        help_text=_("It is saved as you typed it, and the history says that you decided so."),
    )

    #: Set once the complaint firewall has stopped what was typed.
    is_stopped = False

    class Meta(VersionedForm.Meta):
        model = FeedbackItem
        fields = ()
        widgets = {
            "kind": forms.RadioSelect,
            "severity": forms.RadioSelect,
            "public_summary": forms.Textarea(attrs={"rows": 3}),
            "jurisdictions": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item = self.instance
        self.fields["program"].queryset = item._meta.get_field(
            "program"
        ).related_model.objects.all()
        self.fields["program"].empty_label = "–"
        self.fields["kind"].choices = FeedbackKind.choices  # without an empty one
        self.fields["listening_session"].queryset = self._sessions()
        themes = Theme.objects.filter(Q(retired_on=None) | Q(feedback_items=item.pk or 0))
        self.fields["themes"].queryset = themes.select_related("parent").distinct()
        self.fields["jurisdictions"].queryset = Jurisdiction.objects.filter(parent=None)
        self.fields["organization"].choices = list(self._organizations())
        self.is_stopped = bool(self.data.get("is_no_allegation"))
        if item.pk:
            self.initial["themes"] = list(item.codings.values_list("theme_id", flat=True))
            del self.fields["was_allegation"]
        else:
            self.initial["attribution"] = ""
            self.initial.setdefault("received_on", self._likely_day())

    def _likely_day(self) -> datetime.date:
        """Return the date of the session that is being documented, or today."""
        if chosen := self._chosen_session():
            session = ListeningSession.objects.filter(pk=chosen).first()
            if session is not None and session.is_over():
                return session.local_start.date()
        return timezone.localdate()

    def _chosen_session(self) -> int | None:
        return record_number(str(self["listening_session"].value() or ""))

    def _sessions(self) -> Any:
        since = timezone.now() - NOTES_OFFERED_FOR
        wanted = Q(starts_at__gte=since) & Q(state__in=SPOKEN_STATES)
        if chosen := self._chosen_session():
            wanted |= Q(pk=chosen)
        return ListeningSession.objects.filter(wanted).order_by("-starts_at", "-pk")

    def _organizations(self) -> Iterator[tuple[Any, Any]]:
        """Return the organization choices, those registered for the chosen session first."""
        yield "", "–"
        known = Organization.objects.current().order_by("name", "pk")
        here: list[tuple[int, str]] = []
        if chosen := self._chosen_session():
            here = list(
                known.filter(
                    registrations__listening_session=chosen,
                    registrations__state__in=ACTIVE_REGISTRATION_STATES,
                )
                .distinct()
                .values_list("pk", "name")
            )
        everyone = list(known.values_list("pk", "name"))
        if here:
            yield _("Registered for this session"), here
            rest = dict(everyone)
            for pk, _name in here:
                rest.pop(pk, None)
            yield _("Other organizations"), list(rest.items())
        else:
            yield from everyone

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        session = data.get("listening_session")
        if not data.get("program") and "program" not in self.errors:
            if session:
                data["program"] = session.program
            else:
                self.add_error("program", _("Choose a program or a session."))
        if not data.get("attribution") and "attribution" not in self.errors:
            data["attribution"] = (
                ATTRIBUTION_OF_RULE[session.attribution_rule]
                if session
                else AttributionLevel.TYPE_ONLY
            )
        if data.get("was_allegation"):
            data.update(
                private_note="–",
                public_summary="",
                organization=None,
                attribution=AttributionLevel.NONE,
            )
        elif not data.get("private_note", "").strip() and "private_note" not in self.errors:
            self.add_error("private_note", _("Enter what was said."))
        self._clean_source(session)
        if session and not self.instance.pk and "channel" not in self.changed_data:
            data["channel"] = FeedbackChannel.SESSION
        return data

    def clean_received_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["received_on"]
        # Tomorrow here may be today in a time zone further west or east.
        if day > timezone.localdate() + datetime.timedelta(days=1):
            raise ValidationError(_("Enter today’s date or an earlier one."))
        return day

    def _clean_source(self, session: ListeningSession | None) -> None:
        data = self.cleaned_data
        if data.get("attribution") == AttributionLevel.NONE and data.get("organization"):
            message = (
                _(
                    "No one is named for this session, so you cannot choose an "
                    "organization. Clear the organization."
                )
                if session and session.attribution_rule == AttributionRule.NOT_ATTRIBUTED
                else _(
                    "An item that is not attributed cannot have an organization. Clear the "
                    "organization, or choose another attribution."
                )
            )
            self.add_error("organization", message)
        elif (
            session
            and session.attribution_rule == AttributionRule.NOT_ATTRIBUTED
            and data.get("attribution") not in (None, AttributionLevel.NONE)
        ):
            self.add_error(
                "attribution",
                _("No one is named for this session. Choose “Not attributed”."),
            )

    def answers(self) -> FeedbackAnswers:
        """Cleaned data that is not a field of the item itself."""
        data = self.cleaned_data
        return FeedbackAnswers(
            themes=data["themes"],
            jurisdictions=data["jurisdictions"],
            was_allegation=data.get("was_allegation", False),
            is_no_allegation=data["is_no_allegation"],
            expected_version=data["expected_version"],
        )
