"""The kinds of e-mail about these records."""

from django.utils.translation import gettext_lazy as _

from sessions_app.mail.kinds import MailKind
from sessions_app.registrations.emails.invitations import unsubscribe_path
from sessions_app.registrations.services import reminders

_REGISTRANT = (
    "name",
    "session_title",
    "when",
    "where",
    "reference",
    "organization",
    "seats",
    "standing",
)
_OWN_PAGE = _("See, change or cancel your registration")
_SESSION_PAGE = _("See the session page")
_ATTENDEE = ("name", "registrant", "session_title", "when", "where", "reference", "organization")
_GUEST = ("name", "session_title", "when", "where", "reference", "organization", "whom")

MAIL_KINDS = {
    "registration_confirmed": MailKind(
        _("Seat confirmed"),
        _("When someone gets a seat."),
        _REGISTRANT,
        per_hour=20,
        link=_OWN_PAGE,
    ),
    "registration_promoted": MailKind(
        _("Seat confirmed from the waitlist"),
        _("When someone on the waitlist gets a seat."),
        _REGISTRANT,
        link=_OWN_PAGE,
    ),
    "registration_waitlisted": MailKind(
        _("On the waitlist"),
        _("When someone joins the waitlist."),
        _REGISTRANT,
        per_hour=20,
        link=_("See your place on the waitlist, or leave it"),
    ),
    "registration_moved_to_waitlist": MailKind(
        _("Seat given up for the waitlist"),
        _("When someone with a seat changes between in person and online, and has to wait."),
        _REGISTRANT,
        link=_("See your place on the waitlist, or leave it"),
    ),
    "registration_pending": MailKind(
        _("Waiting for approval"),
        _("When staff need to review a registration."),
        _REGISTRANT,
        link=_("See, change or withdraw your registration"),
        per_hour=20,
    ),
    "registration_offered": MailKind(
        _("Seat offered"),
        _("When a seat is held for someone on the waitlist."),
        (*_REGISTRANT, "until"),
        ("until",),
        link=_("Accept or decline"),
    ),
    "registration_declined": MailKind(
        _("Registration declined"),
        _("When staff decline a registration."),
        (*_REGISTRANT, "reason"),
        ("reason",),
        link=_("See other listening sessions"),
    ),
    "registration_cancelled": MailKind(
        _("Registration cancelled"),
        _("When the registrant or staff cancel a registration."),
        (*_REGISTRANT, "reason"),
        ("reason",),
        link=_("See the session page"),
    ),
    "registration_left_waitlist": MailKind(
        _("Off the waitlist"),
        _("When someone leaves the waitlist, or staff take them off it."),
        (*_REGISTRANT, "reason"),
        ("reason",),
        link=_("See the session page"),
    ),
    "registration_offer_ended": MailKind(
        _("Offer declined"),
        _("When someone declines an offered seat, or staff withdraw it."),
        (*_REGISTRANT, "reason"),
        ("reason",),
        link=_("See the session page"),
    ),
    "registration_expired": MailKind(
        _("Offer expired"),
        _("When no one accepts an offered seat in time."),
        _REGISTRANT,
        link=_("See the session page"),
    ),
    "registration_changed": MailKind(
        _("Registration changed"),
        _("When someone changes their registration."),
        _REGISTRANT,
        link=_OWN_PAGE,
    ),
    "registration_known": MailKind(
        _("Already registered"),
        _("When someone registers again with the same e-mail address."),
        _REGISTRANT,
        is_news=False,
        is_repeat=True,
        link=_OWN_PAGE,
        per_hour=5,
    ),
    "registration_link": MailKind(
        _("New personal link"),
        _("When staff replace a registration link that reached the wrong person."),
        _REGISTRANT,
        link=_OWN_PAGE,
    ),
    "registration_new_address": MailKind(
        _("Confirm a new address"),
        _("When someone asks us to write to another e-mail address. Sent to the new one."),
        _ATTENDEE[:1] + _ATTENDEE[2:],
        link=_("Use this address"),
        is_news=False,
        per_hour=5,
    ),
    "registration_address_changed": MailKind(
        _("Address changed"),
        _("When a new e-mail address was confirmed. Sent to the old one."),
        _ATTENDEE[:1] + _ATTENDEE[2:],
        link=_SESSION_PAGE,
    ),
    "attendee_confirmed": MailKind(
        _("Seat confirmed (attendees)"),
        _("When somebody who was registered by another person gets a seat."),
        _ATTENDEE,
        per_hour=20,
        link=_SESSION_PAGE,
    ),
    "attendee_changed": MailKind(
        _("New time, place or way to attend (attendees)"),
        _(
            "When a session, or how they take part in it, changes for people whom another person "
            "registered."
        ),
        (*_ATTENDEE, "before", "note"),
        ("before", "note"),
        link=_SESSION_PAGE,
    ),
    "attendee_removed": MailKind(
        _("Seat given up (attendees)"),
        _("When the seat of somebody who was registered by another person is given up."),
        _ATTENDEE,
        link=_SESSION_PAGE,
    ),
    "attendee_postponed": MailKind(
        _("Session postponed (attendees)"),
        _("When a session is postponed. Sent to people whom another person registered."),
        (*_ATTENDEE, "reason"),
        ("reason",),
        link=_SESSION_PAGE,
    ),
    "attendee_session_cancelled": MailKind(
        _("Session cancelled (attendees)"),
        _("When a session is cancelled. Sent to people whom another person registered."),
        (*_ATTENDEE, "reason"),
        ("reason",),
        link=_SESSION_PAGE,
    ),
    "attendee_reminder": MailKind(
        _("Reminder (attendees)"),
        _("A few days before a session. Sent to people whom another person registered."),
        _ATTENDEE,
        link=_SESSION_PAGE,
        is_news=False,
        void_reason=reminders.void_reason,
    ),
    "session_changed": MailKind(
        _("New time or place"),
        _("When a session’s date, time, place or format changes."),
        (*_REGISTRANT, "before", "note"),
        ("before", "note"),
        link=_OWN_PAGE,
    ),
    "session_link_changed": MailKind(
        _("New link to join"),
        _("When only the join link changes. Sent to people with an online seat."),
        (*_REGISTRANT, "note"),
        ("note",),
        link=_OWN_PAGE,
    ),
    "venue_access_changed": MailKind(
        _("Accessibility at the venue"),
        _("When staff change the accessibility notes of a venue and choose to tell people."),
        (*_REGISTRANT, "note"),
        ("note",),
        link=_OWN_PAGE,
        is_news=False,
    ),
    "attendee_access_changed": MailKind(
        _("Accessibility at the venue (attendees)"),
        _(
            "When staff change the accessibility notes of a venue and choose to tell people. Sent "
            "to people whom another person registered."
        ),
        (*_ATTENDEE, "note"),
        ("note",),
        link=_SESSION_PAGE,
        is_news=False,
    ),
    "session_resumed": MailKind(
        _("New date after a postponement"),
        _("When a postponed session is scheduled again."),
        (*_REGISTRANT, "note"),
        ("note",),
        link=_OWN_PAGE,
    ),
    "session_postponed": MailKind(
        _("Session postponed"),
        _("When a session is postponed."),
        (*_REGISTRANT, "reason"),
        ("reason",),
        link=_OWN_PAGE,
    ),
    "session_cancelled": MailKind(
        _("Session cancelled"),
        _("When a session is cancelled."),
        (*_REGISTRANT, "reason"),
        ("reason",),
        link=_("See other listening sessions"),
    ),
    "session_reminder": MailKind(
        _("Reminder"),
        _("A few days before a session. Sent to everyone with a seat."),
        _REGISTRANT,
        is_news=False,
        void_reason=reminders.void_reason,
        link=_OWN_PAGE,
    ),
    "session_follow_up": MailKind(
        _("Thanks after a session"),
        _("At least 12 hours after a session ends, once it is closed."),
        _REGISTRANT,
        is_news=False,
        link=_("See the session page"),
    ),
    "invitation": MailKind(
        _("Invitation"),
        _("When staff invite someone to a session."),
        (*_GUEST, "summary"),
        link=_("Answer the invitation"),
        unsubscribe=unsubscribe_path,
    ),
    "invitation_changed": MailKind(
        _("New time or place (guests)"),
        _(
            "When a session’s date, time, place, format or join link changes. Sent to guests who "
            "have not answered."
        ),
        (*_GUEST, "before", "note"),
        link=_("Answer the invitation"),
        unsubscribe=unsubscribe_path,
    ),
    "invitation_postponed": MailKind(
        _("Postponed (guests)"),
        _("When a session is postponed. Sent to guests who have not answered."),
        (*_GUEST, "reason"),
        link=_("See the invitation"),
        unsubscribe=unsubscribe_path,
    ),
    "invitation_cancelled": MailKind(
        _("Cancelled (guests)"),
        _("When a session is cancelled. Sent to guests who have not answered."),
        (*_GUEST, "reason"),
        link=_("See other listening sessions"),
        unsubscribe=unsubscribe_path,
    ),
}
