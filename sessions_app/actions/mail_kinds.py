"""The kinds of e-mail about these records."""

from django.utils.translation import gettext_lazy as _

from sessions_app.mail.kinds import MailKind

_OWNER = ("title", "description", "due", "reference")
_OWNER_AGAIN = ("title", "reason", "due", "reference")

MAIL_KINDS = {
    "action_assigned": MailKind(
        _("Action assigned"),
        _("When a staff member with an account becomes the owner of an action."),
        _OWNER,
        link=_("Open the staff site"),
    ),
    "action_assigned_outside": MailKind(
        _("Action assigned, no account"),
        _("When someone without an account becomes the owner of an action."),
        _OWNER,
    ),
    "action_reopened": MailKind(
        _("Action reopened"),
        _("When an action is returned to its owner as incomplete, or reopened."),
        _OWNER_AGAIN,
        needed=("reason",),
        link=_("Open the staff site"),
    ),
    "action_reopened_outside": MailKind(
        _("Action reopened, no account"),
        _("When an action of someone without an account is returned or reopened."),
        _OWNER_AGAIN,
        needed=("reason",),
    ),
}
