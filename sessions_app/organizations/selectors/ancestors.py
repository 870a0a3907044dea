"""Organizations above another one."""

from collections.abc import Iterator

from sessions_app.organizations.models import Organization


def ancestors(organization: Organization, *, is_locking: bool = False) -> Iterator[Organization]:
    """Return the parent of an organization, its parent, and so on; each once.

    ``is_locking`` locks the row of each, so that nobody moves it meanwhile.
    """
    rows = Organization.objects.all()
    if is_locking:
        rows = rows.select_for_update(of=("self",))
    seen: set[int] = set()
    above = organization.parent_id
    while above is not None and above not in seen:
        seen.add(above)
        ancestor = rows.get(pk=above)
        yield ancestor
        above = ancestor.parent_id
