"""Actions of this noun in the audit log: each name, a label, and a sentence for history pages."""

from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = {
    "engagement.program.save": (_("Save program"), _("Saved the program")),
}
