"""Our additions to allauth's forms."""

from allauth.account.forms import ResetPasswordKeyForm

from engagement_site.accounts.emails import mark_verified


class ResetPasswordForm(ResetPasswordKeyForm):
    """The link came by mail, so whoever follows it has shown that the address is theirs.

    Without this, new staff would be mailed a second link at their first sign-in.
    """

    def save(self) -> None:
        super().save()
        mark_verified(self.user)
