"""Verified e-mail addresses."""

from allauth.account.models import EmailAddress

from engagement_site.accounts.models import User


def mark_verified(user: User) -> EmailAddress:
    """Mark a user's e-mail address as verified, so that the first sign-in needs no confirmation."""
    address, _created = EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    return address
