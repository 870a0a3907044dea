"""The kinds of e-mail about these records."""

from django.utils.translation import gettext_lazy as _

from sessions_app.mail.kinds import MailKind

MAIL_KINDS = {
    "feedback_confirm_address": MailKind(
        _("Feedback: confirm the address"),
        _("When someone leaves an address with what they tell us."),
        ("reference",),
        link=_("Confirm your address"),
        per_hour=5,
    ),
    "feedback_answered": MailKind(
        _("Feedback: there is an answer"),
        _("When staff answer someone who confirmed their address."),
        ("reference",),
        link=_("Read the answer"),
    ),
}
