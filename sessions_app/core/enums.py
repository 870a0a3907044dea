"""Purposes of personal links."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TokenPurpose(TextChoices):
    REGISTRATION = "registration", _("Change or cancel a registration")
    INVITATION = "invitation", _("Answer an invitation")
    NEW_ADDRESS = "new_address", _("Confirm a new e-mail address")
    CALENDAR = "calendar", _("Subscribe to a personal calendar")
