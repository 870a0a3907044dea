"""Kinds of scheduling conflicts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ConflictKind(TextChoices):
    """Why two sessions, or a session and a date, conflict."""

    ROOM = "room", _("Same room")
    HOST = "host", _("Same host")
    ORGANIZATION = "organization", _("Same organization")
    HOLIDAY = "holiday", _("Federal holiday")
