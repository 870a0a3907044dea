"""Audit log actions of this noun: name, label, and the sentence shown on history pages."""

from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = {
    "engagement.session.questions": (
        _("Change questions"),
        _("Changed the registration questions"),
    ),
    "engagement.registration.create": (_("Register"), _("Registered")),
    "engagement.registration.change": (_("Change registration"), _("Changed the registration")),
    "engagement.registration.move": (
        _("Change registration status"),
        _("Changed the status of the registration"),
    ),
    "engagement.invitation.create": (_("Invite"), _("Prepared the invitation")),
    "engagement.invitation.move": (
        _("Change invitation status"),
        _("Changed the status of the invitation"),
    ),
    "engagement.registration.check_in": (_("Check in"), _("Recorded check-in")),
    "engagement.registration.replace_link": (
        _("Replace link"),
        _("Replaced the personal link"),
    ),
    "engagement.registration.request_address": (
        _("Ask for a new address"),
        _("Asked to use another e-mail address"),
    ),
    "engagement.registration.confirm_address": (
        _("Confirm a new address"),
        _("Confirmed another e-mail address"),
    ),
    "engagement.registration.seat": (_("Seat at check-in"), _("Gave seats at check-in")),
    "engagement.registration.prioritize": (
        _("Move on the waitlist"),
        _("Moved the registration on the waitlist"),
    ),
    "engagement.accommodation.create": (
        _("Request accommodation"),
        _("Requested an accommodation"),
    ),
    "engagement.accommodation.edit": (_("Edit"), _("Changed the accommodation request")),
    "engagement.accommodation.assign": (_("Assign"), _("Assigned the accommodation request")),
    "engagement.accommodation.move": (
        _("Change accommodation status"),
        _("Changed the status of the accommodation request"),
    ),
}
