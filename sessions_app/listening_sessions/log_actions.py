"""Audit log actions of this noun: name, label, and the sentence shown on history pages."""

from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = {
    "engagement.session.materials": (
        _("Agenda and materials"),
        _("Changed the agenda or the materials"),
    ),
    "engagement.session.ready": (_("Readiness"), _("Changed the readiness list")),
}
