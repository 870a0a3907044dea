"""Audit log actions of this noun: name, label, and the sentence shown on history pages."""

from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = {
    "engagement.feedback.undo": (
        _("Undo bulk change"),
        _("Took back a change of several items at once"),
    ),
    "engagement.feedback_filter.save": (_("Save filter"), _("Saved the filter")),
    "engagement.feedback_filter.delete": (_("Delete filter"), _("Deleted the filter")),
}
