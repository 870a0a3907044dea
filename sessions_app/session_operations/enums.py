"""Kinds of scheduling conflicts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ConflictKind(TextChoices):
    """Why two sessions, or a session and its date or place, conflict."""

    ROOM = "room", _("Same room")
    HOST = "host", _("Same host")
    ORGANIZATION = "organization", _("Same organization")
    HOLIDAY = "holiday", _("Federal holiday")
    TIME_ZONE = "time_zone", _("Time zone of another place")
    NAVAJO_TIME = "navajo_time", _("Time zone of the Navajo Nation")
