"""The kinds of e-mail about these records."""

from django.utils.translation import gettext_lazy as _

from sessions_app.mail.kinds import MailKind
from sessions_app.registrations.services import reminders

_REGISTRANT = (
    "name",
    "session_title",
    "when",
    "where",
    "reference",
    "organization",
)

MAIL_KINDS = {
    "registration_confirmed": MailKind(
        _("Seat confirmed"), _("When someone gets a seat."), _REGISTRANT, per_hour=20
    ),
    "registration_waitlisted": MailKind(
        _("On the waitlist"), _("When someone joins the waitlist."), _REGISTRANT, per_hour=20
    ),
    "registration_pending": MailKind(
        _("Waiting for approval"),
        _("When staff need to review a registration."),
        _REGISTRANT,
        per_hour=20,
    ),
    "registration_offered": MailKind(
        _("Seat offered"),
        _("When a seat is held for someone on the waitlist."),
        (*_REGISTRANT, "until"),
        ("until",),
    ),
    "registration_declined": MailKind(
        _("Registration declined"),
        _("When staff decline a registration."),
        (*_REGISTRANT, "reason"),
        ("reason",),
    ),
    "registration_cancelled": MailKind(
        _("Registration cancelled"),
        _("When the registrant or staff cancel a registration."),
        (*_REGISTRANT, "reason"),
        ("reason",),
    ),
    "registration_expired": MailKind(
        _("Offer expired"), _("When no one accepts an offered seat in time."), _REGISTRANT
    ),
    "registration_changed": MailKind(
        _("Registration changed"), _("When someone changes their registration."), _REGISTRANT
    ),
    "registration_known": MailKind(
        _("Already registered"),
        _("When someone registers again with the same e-mail address."),
        _REGISTRANT,
        is_news=False,
        per_hour=5,
    ),
    "registration_link": MailKind(
        _("New personal link"),
        _("When staff replace a registration link that reached the wrong person."),
        _REGISTRANT,
    ),
    "session_changed": MailKind(
        _("New time or place"),
        _("When a session’s date, time, place, format or join link changes."),
        (*_REGISTRANT, "before", "note"),
        ("before", "note"),
    ),
    "session_resumed": MailKind(
        _("New date after a postponement"),
        _("When a postponed session is scheduled again."),
        (*_REGISTRANT, "note"),
        ("note",),
    ),
    "session_postponed": MailKind(
        _("Session postponed"),
        _("When a session is postponed."),
        (*_REGISTRANT, "reason"),
        ("reason",),
    ),
    "session_cancelled": MailKind(
        _("Session cancelled"),
        _("When a session is cancelled."),
        (*_REGISTRANT, "reason"),
        ("reason",),
    ),
    "session_reminder": MailKind(
        _("Reminder"),
        _("A few days before a session. Sent to everyone with a seat."),
        _REGISTRANT,
        is_news=False,
        void_reason=reminders.void_reason,
    ),
    "session_follow_up": MailKind(
        _("Thanks after a session"),
        _("At least 12 hours after a session ends, once it is closed."),
        _REGISTRANT,
        is_news=False,
    ),
    "invitation": MailKind(
        _("Invitation"),
        _("When staff invite someone to a session."),
        (*_REGISTRANT, "whom", "summary"),
    ),
    "invitation_changed": MailKind(
        _("New time or place (guests)"),
        _(
            "When a session’s date, time, place, format or join link changes. Sent to guests who "
            "have not answered."
        ),
        (*_REGISTRANT, "whom", "before", "note"),
    ),
    "invitation_postponed": MailKind(
        _("Postponed (guests)"),
        _("When a session is postponed. Sent to guests who have not answered."),
        (*_REGISTRANT, "whom", "reason"),
    ),
    "invitation_cancelled": MailKind(
        _("Cancelled (guests)"),
        _("When a session is cancelled. Sent to guests who have not answered."),
        (*_REGISTRANT, "whom", "reason"),
    ),
}
