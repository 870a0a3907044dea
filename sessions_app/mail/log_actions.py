"""Audit log actions of this noun: name, label, and the sentence shown on history pages."""

from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = {
    "engagement.mail_template.edit": (_("Customize e-mail text"), _("Customized the e-mail text")),
    "engagement.mail_template.reset": (
        _("Restore default text"),
        _("Restored the default e-mail text"),
    ),
    "engagement.outbox.resend": (_("Send again"), _("Queued the e-mail again")),
}
