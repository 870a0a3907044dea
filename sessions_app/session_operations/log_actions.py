"""Audit log actions of this noun: name, label, and the sentence shown on history pages."""

from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = {
    "engagement.session.create": (_("Create session"), _("Created the listening session")),
    "engagement.session.edit": (_("Edit session"), _("Changed the listening session")),
    "engagement.session.move": (
        _("Change session status"),
        _("Changed the status of the listening session"),
    ),
}
