"""Audit log actions of this noun: name, label, and the sentence shown on history pages."""

from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = {
    "engagement.organization.create": (_("Add organization"), _("Added the organization")),
    "engagement.organization.edit": (_("Edit organization"), _("Changed the organization")),
    "engagement.organization.move": (
        _("Verify organization"),
        _("Changed the organization’s verification"),
    ),
    "engagement.organization.renew": (
        _("Renew verification"),
        _("Verified the organization for another year"),
    ),
    "engagement.contact.create": (_("Add contact"), _("Added the contact")),
    "engagement.contact.edit": (_("Edit contact"), _("Changed the contact")),
    "engagement.contact.account": (_("Create account"), _("Signed in for the first time")),
    "engagement.membership.begin": (_("Add to organization"), _("Added a contact")),
    "engagement.membership.end": (_("End membership"), _("Recorded that a contact left")),
}
