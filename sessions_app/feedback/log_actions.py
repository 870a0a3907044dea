"""Audit log actions of this noun: name, label, and the sentence shown on history pages."""

from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = {
    "engagement.theme.save": (_("Save theme"), _("Saved the theme")),
    "engagement.feedback.create": (_("Log feedback"), _("Logged the feedback item")),
    "engagement.feedback.edit": (_("Edit feedback"), _("Changed the feedback item")),
    "engagement.feedback.move": (
        _("Change feedback status"),
        _("Changed the status of the feedback item"),
    ),
    "engagement.feedback.code": (_("Assign themes"), _("Changed the themes")),
    "engagement.feedback.take_back": (_("Take back"), _("Took the line back")),
    "engagement.feedback.pass": (
        _("Say that it is no allegation"),
        _("Read it again, and said that it is no allegation about an identifiable person"),
    ),
    "engagement.feedback.withdraw_attribution": (
        _("Withdraw attribution"),
        _("Withdrew the attribution, for good"),
    ),
    "engagement.feedback.approve": (_("Approve summary"), _("Approved the public summary")),
}
