"""Maintains the normalized names and websites by which similar organizations are found."""

from django.db import IntegrityError, transaction

from sessions_app.organizations.models import NamePrefix, Organization, OrganizationAlias
from sessions_app.organizations.names import name_stems, organization_key
from sessions_app.organizations.websites import website_key


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


def rebuild() -> int:
    """Normalize every name and website again, as after an upgrade that changed how.

    Returns how many differed. A transaction for each organization; can be interrupted and run
    again.
    """
    changed = 0
    for pk in Organization.objects.order_by("pk").values_list("pk", flat=True).iterator():
        with transaction.atomic():
            organization = Organization.objects.select_for_update().get(pk=pk)
            keys = {
                "name_key": organization_key(organization.name)[:200],
                "domain": website_key(organization.website),
            }
            changed += Organization.objects.filter(pk=pk).exclude(**keys).update(**keys)
            changed += sum(map(_normalize, organization.aliases.all()))
            index_names(organization)
    return changed


def _normalize(alias: OrganizationAlias) -> bool:
    key = organization_key(alias.name)[:200]
    if key == alias.name_key:
        return False
    try:
        with transaction.atomic():
            OrganizationAlias.objects.filter(pk=alias.pk).update(name_key=key)
    except IntegrityError:
        # Two other names that are one name now stay as they are.
        return False
    return True
