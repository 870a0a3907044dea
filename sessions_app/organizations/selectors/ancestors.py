"""Organizations above another one."""

from collections.abc import Iterator

from sessions_app.organizations.models import Organization


def ancestors(organization: Organization) -> Iterator[Organization]:
    """Return the parent of an organization, its parent, and so on; each once."""
    seen: set[int] = set()
    above = organization.parent_id
    while above is not None and above not in seen:
        seen.add(above)
        ancestor = Organization.objects.get(pk=above)
        yield ancestor
        above = ancestor.parent_id
