"""Audit log actions of this noun: name, label, and the sentence shown on history pages."""

from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = {
    "engagement.organization.merge": (_("Merge"), _("Merged with another organization")),
    "engagement.organization.unmerge": (_("Undo a merge"), _("Undid a merge")),
}
