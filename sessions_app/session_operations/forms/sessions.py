"""Staff form of a listening session. Times are local times in the session's own zone."""

import datetime
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from engagement_site.text_fields import ProseField
from sessions_app.core.forms.hidden_fields import VersionedForm
from sessions_app.core.forms.local_datetime_fields import (
    FIRST,
    SECOND,
    DateField,
    RepeatedHourError,
    TimeField,
    WallClockField,
    on_clock,
)
from sessions_app.listening_sessions.enums import AttendanceMode, SessionFormat
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.listening_sessions.models.sessions import US_TIME_ZONES
from sessions_app.programs.models import Jurisdiction, Language
from sessions_app.session_operations.forms.zone_of_place import ZoneOfPlaceMixin

_ZONE_LABELS = dict(US_TIME_ZONES)
#: Slugs that would collide with fixed URLs below ``sessions/``.
RESERVED_SLUGS = ("calendar", "subscribe")


def hosts() -> Any:
    """Return the staff who may host a session."""
    return (
        get_user_model()
        .objects.filter(is_active=True, groups__permissions__codename="change_listeningsession")
        .distinct()
    )


@dataclass(frozen=True, kw_only=True)
class SessionAnswers:
    """Cleaned data that is not a field of the session itself."""

    capacities: dict[str, int | None]
    jurisdictions: Iterable[Jurisdiction]
    languages: Iterable[Language]
    #: The note that staff add to the e-mail.
    note: str
    expected_version: str


class ListeningSessionForm(VersionedForm, ZoneOfPlaceMixin):
    slug = forms.SlugField(
        label=_("Web address"),
        max_length=120,
        required=False,
        help_text=_(
            "The last part of the page’s web address. Leave blank to create it from the "
            "title and date."
        ),
    )
    day = DateField(label=_("Date"))
    start_time = TimeField(label=_("Start time"))
    end_time = TimeField(label=_("End time"))
    end_day = DateField(
        label=_("End date"),
        required=False,
        help_text=_("Leave blank if it ends the same day."),
    )
    repeated_hour = forms.ChoiceField(
        label=_("Which time"),
        choices=[
            (FIRST, _("The first, before clocks move back")),
            (SECOND, _("The second, after clocks move back")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    registration_opens = WallClockField(
        label=_("Registration opens"),
        required=False,
        help_text=_("Leave blank to open right away."),
    )
    registration_closes = WallClockField(
        label=_("Registration closes"),
        required=False,
        help_text=_("Leave blank to close when the session starts."),
    )
    capacity_in_person = forms.IntegerField(
        label=_("Seats in the room"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("Leave blank for no limit."),
    )
    capacity_virtual = forms.IntegerField(
        label=_("Seats online"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("Leave blank for no limit."),
    )

    #: Hidden: carries the note of the e-mail.
    note = ProseField(widget=forms.HiddenInput, required=False)

    #: Form field on which an error of the service is shown.
    field_of_service = {"starts_at": "start_time", "ends_at": "end_time"}
    model_fields = {
        "day": "starts_at",
        "start_time": "starts_at",
        "end_time": "ends_at",
        "end_day": "ends_at",
        "registration_opens": "registration_opens_at",
        "registration_closes": "registration_closes_at",
    }

    class Meta(VersionedForm.Meta):
        model = ListeningSession
        fields = ()
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 4}),
            "format": forms.RadioSelect,
            "visibility": forms.RadioSelect,
            "attribution_rule": forms.RadioSelect,
            "waitlist_mode": forms.RadioSelect,
            "languages": forms.CheckboxSelectMultiple,
            "jurisdictions": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        session = self.instance
        self.fields["host"].queryset = (
            hosts() | get_user_model().objects.filter(pk=session.host_id).distinct()
        )
        self.fields["format"].choices = SessionFormat.choices  # without an empty one
        self.fields["jurisdictions"].queryset = Jurisdiction.objects.filter(parent=None)
        self.fields["room"].queryset = self.fields["room"].queryset.select_related("venue")
        self.fields["room"].label_from_instance = _room_label
        if session.pk is None:
            self.initial.setdefault("host", getattr(self.for_user, "pk", None))
        else:
            self._fill_from(session)
        if not self._asks_for_hour():
            del self.fields["repeated_hour"]

    def _fill_from(self, session: ListeningSession) -> None:
        start, end = session.local_start, session.local_end
        self.initial.update(
            {
                "day": start.date(),
                "start_time": start.time(),
                "end_time": end.time(),
                "end_day": end.date() if end.date() != start.date() else None,
                # PEP 495: fold selects one of two ambiguous local times.
                "repeated_hour": str(max(start.fold, end.fold)),
            }
        )
        for name in ("opens", "closes"):
            moment = getattr(session, f"registration_{name}_at")
            if moment is not None:
                self.initial[f"registration_{name}"] = moment.astimezone(session.zone).replace(
                    tzinfo=None
                )
        for pool in session.seat_pools.all():
            self.initial[f"capacity_{pool.mode}"] = pool.capacity

    def _asks_for_hour(self) -> bool:
        """Whether the date has ambiguous local times, so that the form has to ask."""
        day = self["day"].value()
        zone = self["time_zone"].value() or self.zone_typed()
        try:
            day = self.fields["day"].clean(day)
        except ValidationError:
            return False
        if zone not in _ZONE_LABELS:
            return False
        noon = datetime.datetime.combine(day, datetime.time(12), zoneinfo.ZoneInfo(zone))
        # The same local time one day earlier: more than 24 hours apart if an hour repeats.
        before = (noon - datetime.timedelta(days=1)).astimezone(datetime.UTC)
        return noon - before > datetime.timedelta(days=1)

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug in RESERVED_SLUGS:
            raise ValidationError(_("Another page has this address. Enter a different one."))
        return slug

    def clean(self) -> dict[str, Any]:
        super().clean()
        self._clean_place()
        zone = self.clean_zone()
        if zone and not {"day", "start_time", "end_time", "end_day"} & set(self.errors):
            self._clean_times(zone)
        if not self.cleaned_data.get("slug") and "slug" not in self.errors:
            self.cleaned_data["slug"] = self._make_slug()
        return self.cleaned_data

    def _clean_times(self, zone: str) -> None:
        data = self.cleaned_data
        start = self._moment(
            "start_time", datetime.datetime.combine(data["day"], data["start_time"]), zone
        )
        end_day = data.get("end_day") or data["day"]
        end = self._moment("end_time", datetime.datetime.combine(end_day, data["end_time"]), zone)
        if start and end:
            if end <= start:
                self.add_error("end_time", _("The session must end after it starts."))
            self.instance.starts_at, self.instance.ends_at = start, end
        for name in ("opens", "closes"):
            naive = data.get(f"registration_{name}")
            moment = self._moment(f"registration_{name}", naive, zone) if naive else None
            setattr(self.instance, f"registration_{name}_at", moment)
        opens, closes = self.instance.registration_opens_at, self.instance.registration_closes_at
        if opens and closes and closes <= opens:
            self.add_error("registration_closes", _("Registration must close after it opens."))

    def _moment(self, name: str, naive: datetime.datetime, zone: str) -> datetime.datetime | None:
        is_session_time = name in ("start_time", "end_time")
        # For the registration window either of two ambiguous times will do; use the first.
        fold = self.cleaned_data.get("repeated_hour", "") if is_session_time else FIRST
        try:
            return on_clock(
                naive, zoneinfo.ZoneInfo(zone), zone_label=str(_ZONE_LABELS[zone]), fold=fold
            )
        except RepeatedHourError as error:
            self.add_error(name, error)
        except ValidationError as error:
            self.add_error(name, error)
        return None

    def _clean_place(self) -> None:
        data = self.cleaned_data
        if data.get("format") in (SessionFormat.IN_PERSON, SessionFormat.HYBRID):
            if not data.get("venue") and "venue" not in self.errors:
                self.add_error("venue", _("Choose a venue."))
            room = data.get("room")
            if room and data.get("venue") and room.venue_id != data["venue"].pk:
                self.add_error(
                    "room", _("This room is in a different venue. Choose a room in this venue.")
                )

    def _make_slug(self) -> str:
        title, day = self.cleaned_data.get("title"), self.cleaned_data.get("day")
        base = slugify(f"{title or ''} {day or ''}")[:110].strip("-")
        slug, number = base, 2
        others = ListeningSession.objects.exclude(pk=self.instance.pk)
        while others.filter(slug=slug).exists():
            slug, number = f"{base}-{number}", number + 1
        return slug

    def capacities(self) -> dict[str, int | None]:
        """Capacity per way of attending that the format has; None is unlimited."""
        return {
            mode: self.cleaned_data[f"capacity_{mode}"]
            for mode in AttendanceMode.values
            if mode in self.instance.modes
        }

    def answers(self) -> SessionAnswers:
        """Cleaned data that is not a field of the session itself."""
        data = self.cleaned_data
        return SessionAnswers(
            capacities=self.capacities(),
            jurisdictions=data["jurisdictions"],
            languages=data["languages"],
            note=data["note"],
            expected_version=data["expected_version"],
        )


def _room_label(room: Any) -> str:
    return str(
        _("%(venue)s: %(room)s (%(count)d people)")
        % {"room": room.name, "venue": room.venue.name, "count": room.capacity}
    )
