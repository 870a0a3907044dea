"""Actions of this noun in the audit log: each name, a label, and a sentence for history pages."""

from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = {
    "engagement.calendar.rotate": (
        _("New calendar address"),
        _("Made a new address for a personal calendar"),
    ),
}
