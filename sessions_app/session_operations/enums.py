"""Kinds of warnings."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ConflictKind(TextChoices):
    """What staff are warned of before they publish or send something.

    First why two sessions, or a session and its date or place, conflict; then what is not done yet.
    """

    ROOM = "room", _("Same room")
    HOST = "host", _("Same host")
    ORGANIZATION = "organization", _("Same organization")
    HOLIDAY = "holiday", _("Federal holiday")
    TIME_ZONE = "time_zone", _("Time zone of another place")
    NAVAJO_TIME = "navajo_time", _("Time zone of the Navajo Nation")
    LEAD_TIME = "lead_time", _("Too soon for accommodations")
    REOPENED = "reopened", _("Readiness check to do again")
    READINESS = "readiness", _("Open readiness check")
    JOIN_LINK = "join_link", _("No join link")
    NO_SUMMARY = "no_summary", _("No public summary")
    SUMMARIES = "summaries", _("Public summaries not approved")
    THEMES = "themes", _("Items without a theme")
