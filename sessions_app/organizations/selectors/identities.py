"""Matches e-mail addresses to organizations."""

from engagement_site.email_addresses import canonical_domain
from sessions_app.organizations.enums import VerificationState
from sessions_app.organizations.models import Organization
from sessions_app.organizations.websites import own_domain


def organization_of(*, email: str, name: str = "") -> Organization | None:
    """Return the organization that an e-mail address belongs to; None if nothing proves it.

    A name alone proves nothing: otherwise a stranger could use up an organization's seats. The
    address is proof if it is a current contact's, or in the domain of the website of an
    organization with that name (ADR 0010). Without an address there is no match.
    """
    if not email:
        return None
    current = Organization.objects.current().exclude(verification=VerificationState.DECLINED)
    mine = list(
        current.filter(
            memberships__contact__email__iexact=email, memberships__ended_on__isnull=True
        ).distinct()[:5]
    )
    # Anybody can enter an address in the public registration form, so a pending organization must
    # not take people away from a verified one.
    mine = [organization for organization in mine if organization.is_verified] or mine
    if len(mine) == 1 and not name:
        return mine[0]
    if not name:
        return None
    named = list(current.known_as(name)[:10])
    for organization in named:
        if organization in mine or _same_domain(email, organization.website):
            return organization
    for organization in named:
        # Contacts of a merged record still write from its domain.
        merged = organization.merged_from.values_list("website", flat=True)
        if any(_same_domain(email, website) for website in merged[:10]):
            return organization
    # The address matches one organization only, under a different spelling of its name.
    return mine[0] if len(mine) == 1 and not named else None


def _same_domain(email: str, website: str) -> bool:
    host = own_domain(website)
    domain = canonical_domain(email.rpartition("@")[2])
    return bool(host) and (domain == host or domain.endswith(f".{host}"))
