"""Purposes of personal links."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TokenPurpose(TextChoices):
    REGISTRATION = "registration", _("Change or cancel a registration")
    INVITATION = "invitation", _("Answer an invitation")
    NEW_ADDRESS = "new_address", _("Confirm a new e-mail address")
    READ_BACK = "read_back", _("Check statements that are read back")
    TRAIL = "trail", _("See what came of what an organization said")
    CALENDAR = "calendar", _("Subscribe to a personal calendar")
