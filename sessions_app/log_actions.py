"""Every action that the audit trail knows: its name, a label, and a sentence for history pages."""

from django.utils.translation import gettext_lazy as _

LOG_ACTIONS = {
    "engagement.program.save": (_("Save program"), _("Saved the program")),
    "engagement.theme.save": (_("Save theme"), _("Saved the theme")),
    "engagement.venue.save": (_("Save venue"), _("Saved the venue")),
    "engagement.session.create": (_("Create session"), _("Created the listening session")),
    "engagement.session.edit": (_("Edit session"), _("Changed the listening session")),
    "engagement.session.ready": (_("Readiness"), _("Changed the readiness list")),
    "engagement.session.move": (_("Move session"), _("Moved the listening session on")),
    "engagement.session.questions": (
        _("Change questions"),
        _("Changed the questions at registration"),
    ),
    "engagement.organization.create": (_("Add organization"), _("Made the organization known")),
    "engagement.organization.edit": (_("Edit organization"), _("Changed the organization")),
    "engagement.organization.move": (
        _("Verify organization"),
        _("Changed the organization’s verification"),
    ),
    "engagement.organization.renew": (
        _("Renew verification"),
        _("Verified the organization for another year"),
    ),
    "engagement.organization.merge": (_("Merge"), _("Merged with another organization")),
    "engagement.organization.unmerge": (_("Undo a merge"), _("Undid a merge")),
    "engagement.contact.create": (_("Add contact"), _("Made the contact known")),
    "engagement.contact.edit": (_("Edit contact"), _("Changed the contact")),
    "engagement.membership.begin": (_("Add to organization"), _("Added a contact")),
    "engagement.membership.end": (_("End membership"), _("Noted that a contact left")),
    "engagement.registration.create": (_("Register"), _("Registered")),
    "engagement.registration.change": (_("Change registration"), _("Changed the registration")),
    "engagement.registration.move": (_("Move registration"), _("Moved the registration on")),
    "engagement.invitation.create": (_("Invite"), _("Prepared the invitation")),
    "engagement.invitation.move": (_("Move invitation"), _("Moved the invitation on")),
    "engagement.accommodation.create": (_("Ask for help"), _("Asked for an accommodation")),
    "engagement.accommodation.assign": (_("Assign"), _("Assigned the accommodation request")),
    "engagement.accommodation.move": (
        _("Move accommodation"),
        _("Moved the accommodation request on"),
    ),
    "engagement.feedback.create": (_("Log feedback"), _("Logged the feedback item")),
    "engagement.feedback.edit": (_("Edit feedback"), _("Changed the feedback item")),
    "engagement.feedback.move": (_("Move feedback"), _("Moved the feedback item on")),
    "engagement.feedback.code": (_("Code feedback"), _("Changed the themes")),
    "engagement.feedback.approve": (_("Approve summary"), _("Approved the public summary")),
    "engagement.action.create": (_("Propose action"), _("Proposed the action")),
    "engagement.action.edit": (_("Edit action"), _("Changed the action")),
    "engagement.action.update": (_("Update action"), _("Posted an update")),
    "engagement.action.link": (_("Link feedback"), _("Linked a feedback item")),
    "engagement.action.unlink": (_("Unlink feedback"), _("Removed a link to a feedback item")),
    "engagement.calendar.rotate": (
        _("New calendar address"),
        _("Made a new address for a personal calendar"),
    ),
    "engagement.outbox.resend": (_("Send again"), _("Queued the e-mail again")),
}
