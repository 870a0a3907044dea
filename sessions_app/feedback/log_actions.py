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
    "engagement.feedback.assign": (_("Assign feedback"), _("Changed who works on the item")),
    "engagement.feedback.code": (_("Assign themes"), _("Changed the themes")),
    "engagement.feedback.lower": (
        _("Name less of the source"),
        _("Named less of the source, as a related item does"),
    ),
    "engagement.feedback.take_back": (_("Take back"), _("Took the line back")),
    "engagement.feedback.pass": (
        _("Say that it is no allegation"),
        _("Read it again, and said that it is no allegation about an identifiable person"),
    ),
    "engagement.feedback.add": (_("Add to feedback"), _("The writer added something")),
    "engagement.feedback.answer_writer": (_("Answer the writer"), _("Answered the writer")),
    "engagement.feedback.read": (
        _("Mark messages as read"),
        _("Marked what the writer added as read"),
    ),
    "engagement.feedback.confirm_address": (
        _("Confirm address"),
        _("The writer confirmed the e-mail address"),
    ),
    "engagement.feedback.withdraw": (
        _("Withdraw contact details"),
        _("The writer withdrew the contact details"),
    ),
    "engagement.feedback.unname": (
        _("Withdraw attribution"),
        _("The writer asked not to be named. Nobody can undo this"),
    ),
    "engagement.feedback.withdraw_attribution": (
        _("Withdraw attribution"),
        _("Withdrew the attribution, for good"),
    ),
    "engagement.feedback.approve": (_("Approve summary"), _("Approved the public summary")),
}
