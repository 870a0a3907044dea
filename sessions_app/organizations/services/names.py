"""Maintains the word prefixes by which similar organization names are found."""

from sessions_app.organizations.models import NamePrefix, Organization
from sessions_app.organizations.names import name_stems


def index_names(organization: Organization) -> None:
    """Rebuild the word prefixes of an organization's current names.

    Inside the caller's transaction, after the name or the other names were saved.
    """
    names = [organization.name, *organization.aliases.values_list("name", flat=True)]
    wanted = set().union(*map(name_stems, names))
    known = set(organization.name_prefixes.values_list("stem", flat=True))
    if gone := known - wanted:
        organization.name_prefixes.filter(stem__in=gone).delete()
    NamePrefix.objects.bulk_create(
        NamePrefix(organization=organization, stem=stem) for stem in sorted(wanted - known)
    )
