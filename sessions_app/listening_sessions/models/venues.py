"""Venues and rooms."""

from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from localflavor.us.models import USStateField, USZipCodeField

from sessions_app.core.models import SearchedModel, SearchedQuerySet, TimestampedModel


class Venue(SearchedModel, TimestampedModel):
    """A building in which sessions are held."""

    SEARCHED = ("name", "street", "city")

    name = models.CharField(_("name"), max_length=200)
    street = models.CharField(_("street address"), max_length=200)
    city = models.CharField(_("city"), max_length=100)
    state = USStateField(_("state"))
    zip_code = USZipCodeField(_("ZIP code"))
    accessibility_notes = models.TextField(
        _("accessibility"),
        blank=True,
        help_text=_("Step-free entrance, elevators, restrooms, parking, quiet room."),
    )

    objects = SearchedQuerySet["Venue"].as_manager()

    class Meta:
        ordering = ["state", "city", "name"]
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "street", "city", "state"], name="venue_known_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.city}"

    @property
    def state_name(self) -> str:
        """The name of the state or territory, translated."""
        return _state_names(get_language()).get(self.state, self.state)

    @property
    def address(self) -> str:
        """The postal address on one line."""
        return f"{self.street}, {self.city}, {self.state} {self.zip_code}"


@lru_cache(maxsize=8)
def _state_names(language: str | None) -> dict[str, str]:
    """Return names by postal abbreviation. The model field sorts and translates all 60 on every
    access, which took most of the time of a page of sessions.
    """
    field: Any = Venue._meta.get_field("state")
    return {code: str(name) for code, name in field.flatchoices}


class Room(models.Model):
    venue = models.ForeignKey(Venue, models.CASCADE, related_name="rooms")
    name = models.CharField(_("name"), max_length=100)
    capacity = models.PositiveIntegerField(_("capacity"))

    class Meta:
        ordering = ["name"]
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        constraints = [
            models.UniqueConstraint(fields=["venue", "name"], name="room_named_once_in_venue"),
        ]

    def __str__(self) -> str:
        return self.name
