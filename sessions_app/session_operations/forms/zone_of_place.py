"""The time zone of a session: chosen, or taken from its venue or its states."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sessions_app.listening_sessions.enums import SessionFormat
from sessions_app.listening_sessions.selectors.default_zones import DefaultZone, default_zone
from sessions_app.listening_sessions.wording import ZONES_TO_CHOOSE

_PLACE = ("format", "venue", "jurisdictions")


class ZoneOfPlaceMixin(forms.Form):
    """For a form with the fields ``format``, ``venue`` and ``jurisdictions``."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[("", _("Automatic, from the venue or state")), *ZONES_TO_CHOOSE.items()],
        required=False,
        help_text=_(
            "All times on this form use this time zone. If a state has two, “Automatic” takes "
            "the one that most people there have, and tells you."
        ),
    )

    #: The zone that was taken from the place, if none was chosen. Set by :meth:`clean_zone`.
    taken_zone: DefaultZone | None = None

    def clean_zone(self) -> str:
        """Return the zone, after the place was cleaned; "" if the form has an error about it."""
        data = self.cleaned_data
        if not data.get("time_zone") and not {"time_zone", *_PLACE} & set(self.errors):
            self.taken_zone = _zone_of({name: data.get(name) for name in _PLACE})
            if self.taken_zone is not None:
                data["time_zone"] = self.taken_zone.zone
            else:
                self.add_error(
                    "time_zone",
                    _("Choose the time zone. It is not clear from a venue or from the states."),
                )
        return str(data.get("time_zone") or "")

    def zone_typed(self) -> str:
        """Return the zone of the place before the form is cleaned; "" if it is not clear."""
        if not self.is_bound:
            return ""
        try:
            place = {name: self.fields[name].clean(self[name].value()) for name in _PLACE}
        except ValidationError:
            return ""
        taken = _zone_of(place)
        return taken.zone if taken else ""


def _zone_of(place: dict[str, Any]) -> DefaultZone | None:
    venue = None if place["format"] == SessionFormat.VIRTUAL else place["venue"]
    return default_zone(venue=venue, jurisdictions=place["jurisdictions"] or ())
