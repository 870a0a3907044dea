"""Overrides of allauth's forms."""

from allauth.account.forms import ResetPasswordKeyForm

from engagement_site.accounts.emails import mark_verified


class ResetPasswordForm(ResetPasswordKeyForm):
    """Verifies the address: following the e-mailed link proves that the user owns it.

    Otherwise new staff would be e-mailed a confirmation at their first sign-in.
    """

    def save(self) -> None:
        super().save()
        mark_verified(self.user)
