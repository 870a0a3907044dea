"""Verified e-mail addresses."""

from allauth.account.models import EmailAddress

from engagement_site.accounts.models import User
from engagement_site.email_addresses import canonical_address


def verified_addresses(user: User) -> set[str]:
    """Return the addresses that a user has proven to be theirs, in canonical spelling."""
    mine = EmailAddress.objects.filter(user=user, verified=True)
    return {canonical_address(address) for address in mine.values_list("email", flat=True)}


def mark_verified(user: User) -> EmailAddress:
    """Mark a user's e-mail address as verified, so that the first sign-in needs no confirmation."""
    address, _created = EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    return address
