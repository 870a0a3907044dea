"""What the audit trail knows here: each name, a label, and a sentence for history pages."""

from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = {
    "engagement.mail_template.edit": (_("Change e-mail text"), _("Changed the words")),
    "engagement.mail_template.reset": (
        _("Use our words"),
        _("Went back to the words that came with the software"),
    ),
    "engagement.outbox.resend": (_("Send again"), _("Queued the e-mail again")),
}
