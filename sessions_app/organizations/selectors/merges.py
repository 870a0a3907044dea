"""Reads of merges that have not been undone."""

from django.db.models import Q

from sessions_app.organizations.models import Organization, OrganizationMerge

#: Lookup paths to the names and references of an organization, and of the records merged into it.
NAMED_BY = ("name", "reference", "aliases__name", "merged_from__name", "merged_from__reference")


def final(organization: Organization) -> Organization:
    """Return the surviving organization of a merged one; itself if it was not merged."""
    while organization.merged_into is not None:
        organization = organization.merged_into
    return organization


def merges_of(organization: Organization) -> list[OrganizationMerge]:
    """Return the merges into an organization that were not undone, newest first."""
    merges = OrganizationMerge.objects.filter(kept=organization, undone_at=None)
    return list(merges.select_related("merged", "by")[:20])


def later_merge(merge: OrganizationMerge) -> OrganizationMerge | None:
    """Return the newest later merge that involves one of the two, if there is one."""
    pair = [merge.kept_id, merge.merged_id]
    return (
        OrganizationMerge.objects.filter(pk__gt=merge.pk, undone_at=None)
        .filter(Q(kept__in=pair) | Q(merged__in=pair))
        .select_related("merged", "kept")
        .first()
    )
