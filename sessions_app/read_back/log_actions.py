"""Audit log actions of this noun: name, label, and the sentence shown on history pages."""

from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = {
    "engagement.read_back.start": (_("Read back"), _("Sent the statements to be checked")),
    "engagement.read_back.remind": (_("Remind"), _("Sent a reminder")),
    "engagement.read_back.end": (_("End read-back"), _("Ended it before its date")),
    "engagement.feedback.read_back": (
        _("Answer a read-back"),
        _("The organization answered what was read back"),
    ),
    "engagement.feedback.settle_correction": (
        _("Settle a correction"),
        _("Settled the organization’s correction"),
    ),
    "engagement.feedback.trail": (
        _("Answer a trail"),
        _("The organization said whether what came of it is told right"),
    ),
    "engagement.feedback.trail_reply": (
        _("Answer an objection"),
        _("Answered what the organization objected to"),
    ),
    "engagement.organization.send_trail": (
        _("Send trail"),
        _("Sent the contacts the link to what came of their points"),
    ),
}
