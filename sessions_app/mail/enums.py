"""Reasons for not sending an e-mail."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VoidReason(TextChoices):
    """Why a waiting e-mail was not sent."""

    MOVED = "moved", _("Not sent: the session moved")
    CALLED_OFF = "called_off", _("Not sent: the session was called off")
    SEAT_GIVEN_UP = "seat_given_up", _("Not sent: the seat was given up")
    BEGUN = "begun", _("Not sent: the session had begun")
