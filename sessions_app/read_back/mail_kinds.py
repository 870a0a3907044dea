"""The kinds of e-mail about these records."""

from django.utils.translation import gettext_lazy as _

from sessions_app.mail.kinds import MailKind
from sessions_app.read_back.services.links import void_reason

_CONTACT = ("name", "organization", "session_title", "until")

MAIL_KINDS = {
    "read_back": MailKind(
        _("Statements to check"),
        _("When staff read an organization’s statements back to it."),
        _CONTACT,
        link=_("Check what we wrote"),
        void_reason=void_reason,
    ),
    "read_back_reminder": MailKind(
        _("Reminder to check statements"),
        _("When staff remind an organization to check its statements."),
        _CONTACT,
        link=_("Check what we wrote"),
        void_reason=void_reason,
    ),
    "trail_link": MailKind(
        _("Link to an organization’s points"),
        _("When a contact asks for it, or staff send it."),
        ("name",),
        per_hour=5,
        is_repeat=True,
        link=_("See what came of it"),
    ),
    "trail_unknown": MailKind(
        _("Link to an organization’s points: unknown address"),
        _("When somebody asks for it with an address that is no contact’s."),
        (),
        per_hour=5,
        is_repeat=True,
        link=_("Register your organization"),
    ),
}
