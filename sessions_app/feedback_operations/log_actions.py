"""Audit log actions of this noun: name, label, and the sentence shown on history pages."""

from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = {
    "engagement.action.erase": (
        _("Erase action"),
        _("Erased the texts of the action: what it answered was routed to complaints"),
    ),
    "engagement.feedback.split": (_("Split feedback"), _("Split the feedback item into")),
    "engagement.feedback.unsplit": (
        _("Undo split of feedback"),
        _("Undid a split: the parts are in the whole again, with"),
    ),
    "engagement.feedback.merge": (_("Merge feedback"), _("Merged another item into this one")),
    "engagement.feedback.merged_away": (
        _("Merge feedback into another"),
        _("Merged this item into"),
    ),
    "engagement.feedback.unmerge": (
        _("Undo merge of feedback"),
        _("Undid a merge, and took apart from this item"),
    ),
}
