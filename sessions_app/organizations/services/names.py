"""Keeps the beginnings of words by which organizations with names alike are found."""

from sessions_app.organizations.models import Organization, OrganizationWord
from sessions_app.organizations.names import name_stems


def index_names(organization: Organization) -> None:
    """Write down the words of an organization's names as they are now.

    Inside the caller's transaction, after the name or the other names were saved.
    """
    names = [organization.name, *organization.aliases.values_list("name", flat=True)]
    wanted = set().union(*map(name_stems, names))
    known = set(organization.words.values_list("stem", flat=True))
    if gone := known - wanted:
        organization.words.filter(stem__in=gone).delete()
    OrganizationWord.objects.bulk_create(
        OrganizationWord(organization=organization, stem=stem) for stem in sorted(wanted - known)
    )
