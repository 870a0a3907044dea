"""Which organization somebody may speak for, judged by their e-mail address."""

from sessions_app.organizations.enums import VerificationState
from sessions_app.organizations.models import Organization
from sessions_app.organizations.names import web_domain


def organization_of(*, email: str, name: str = "") -> Organization | None:
    """Return the organization that an address belongs to; None when nothing shows it.

    A name alone proves nothing: otherwise a stranger could use up an organization's seats.
    The address is proof when it is a current contact's, or when it is under the domain of
    the website of an organization of that name. Whoever gives no address speaks for nobody.
    """
    if not email:
        return None
    current = Organization.objects.current().exclude(verification=VerificationState.DECLINED)
    mine = list(
        current.filter(
            memberships__contact__email__iexact=email, memberships__ended_on__isnull=True
        ).distinct()[:5]
    )
    # Anybody can type an address into the form for new organizations: what staff have not looked
    # at takes nobody away from an organization that they have.
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
        # Its people still write from the domain of a record that was merged into it.
        merged = organization.merged_from.values_list("website", flat=True)
        if any(_same_domain(email, website) for website in merged[:10]):
            return organization
    # One address, one organization, written in another way: it is theirs.
    return mine[0] if len(mine) == 1 and not named else None


def _same_domain(email: str, website: str) -> bool:
    host = web_domain(website)
    domain = email.rpartition("@")[2].casefold()
    return bool(host) and (domain == host or domain.endswith(f".{host}"))
