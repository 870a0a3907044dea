"""Audit log actions of this noun: name, label, and the sentence shown on history pages."""

from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = {
    "engagement.action.create": (_("Propose action"), _("Proposed the action")),
    "engagement.action.edit": (_("Edit action"), _("Changed the action")),
    "engagement.action.update": (_("Update action"), _("Posted an update")),
    "engagement.action.return": (_("Return action"), _("Returned the action to its owner")),
    "engagement.action.reopen": (_("Reopen action"), _("Reopened the action")),
    "engagement.action.answer": (_("Record answer"), _("Recorded the answer of an agency")),
    "engagement.action.supersede": (
        _("Replace action"),
        _("Replaced the action by another"),
    ),
    "engagement.action.restore": (
        _("Restore action"),
        _("Took back that the action was replaced"),
    ),
    "engagement.action.link": (_("Link feedback"), _("Linked a feedback item")),
    "engagement.action.unlink": (_("Unlink feedback"), _("Removed a link to a feedback item")),
}
