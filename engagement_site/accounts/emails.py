"""E-mail addresses that are known to be a person's own."""

from allauth.account.models import EmailAddress

from engagement_site.accounts.models import User


def mark_verified(user: User) -> EmailAddress:
    """Take a person's address as proven, so that no confirmation is mailed at the first sign-in."""
    address, _created = EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    return address
