"""Audit log actions of this noun: name, label, and the sentence shown on history pages."""

from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = {
    "engagement.action.erase": (
        _("Erase action"),
        _("Erased the texts of the action: what it answered was routed to complaints"),
    ),
}
