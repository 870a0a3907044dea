"""Audit log actions of this noun: name, label, and the sentence shown on history pages."""

from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = {
    "engagement.session.create": (_("Create session"), _("Created the listening session")),
    "engagement.session.edit": (_("Edit session"), _("Changed the listening session")),
    "engagement.session.place": (
        _("Correct the place"),
        _("Corrected the name or address of the place"),
    ),
    "engagement.venue.save": (_("Save venue"), _("Saved the venue")),
    "engagement.session.move": (
        _("Change session status"),
        _("Changed the status of the listening session"),
    ),
}
