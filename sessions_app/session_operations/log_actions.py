"""Actions of this noun in the audit log: each name, a label, and a sentence for history pages."""

from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = {
    "engagement.session.create": (_("Create session"), _("Created the listening session")),
    "engagement.session.edit": (_("Edit session"), _("Changed the listening session")),
    "engagement.session.move": (
        _("Move session"),
        _("Changed the status of the listening session"),
    ),
}
