"""The kinds of e-mail about these records."""

from django.utils.translation import gettext_lazy as _

from sessions_app.mail.kinds import MailKind

_CONTACT = ("name", "organization", "reference")

MAIL_KINDS = {
    "organization_received": MailKind(
        _("Organization received"), _("When an organization registers."), _CONTACT, per_hour=5
    ),
    "organization_verified": MailKind(
        _("Organization verified"),
        _("When staff verify an organization."),
        _CONTACT,
        link=_("See your organization’s page"),
    ),
    "organization_declined": MailKind(
        _("Organization declined"),
        _("When staff decline to verify an organization."),
        (*_CONTACT, "reason"),
        ("reason",),
        link=_("See open sessions"),
    ),
    "organization_lapsing": MailKind(
        _("Organization due for verification"),
        _("A month before a verification expires."),
        (*_CONTACT, "due"),
        ("due",),
        link=_("See your organization’s page"),
    ),
}
