"""Reasons for not sending an e-mail."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VoidReason(TextChoices):
    """Why a waiting e-mail was not sent."""

    MOVED = "moved", _("Not sent: the session changed")
    CALLED_OFF = "called_off", _("Not sent: the session was postponed or cancelled")
    SEAT_GIVEN_UP = "seat_given_up", _("Not sent: the seat was given up")
    ERASED = "erased", _("Not sent: what it was about was routed to complaints")
    SUPERSEDED = "superseded", _("Not sent: a newer e-mail says what is true now")
    LINK_ENDED = "link_ended", _("Not sent: its link no longer works")
    BEGUN = "begun", _("Not sent: the session had started")
