"""Audit log actions of this noun: name, label, and the sentence shown on history pages."""

from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = {
    "engagement.calendar.rotate": (
        _("Create calendar address"),
        _("Created a new personal calendar address"),
    ),
}
