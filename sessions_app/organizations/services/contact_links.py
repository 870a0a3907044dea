"""Ends the personal links of contacts, which are for one person at one address."""

from django.db.models import Q
from django.utils import timezone

from sessions_app.core.models import AccessToken
from sessions_app.organizations.models import Contact, Membership


def end_links(*, contact: Contact, membership: Membership | None = None) -> None:
    """Revoke the links of a contact, or those about the organization of one membership.

    Inside the transaction that changes the address or the consent, or ends the membership: a link
    must not come back to life when that changes again.
    """
    links = Q(read_back_recipient__contact=contact)
    if membership is None:
        links |= Q(contact=contact)
    else:
        links &= Q(read_back_recipient__read_back__organization=membership.organization_id)
    now = timezone.now()
    AccessToken.objects.valid().filter(links).update(revoked_at=now, updated_at=now)


def end_links_of_changed(*, before: Contact, after: Contact) -> None:
    """Revoke the links of a contact who has another address than before, or wants no e-mail."""
    is_moved = before.email.lower() != after.email.lower()
    if is_moved or (before.email_consent and not after.email_consent):
        end_links(contact=after)
