"""Keeps organizations from being their own ancestors."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from sessions_app.core.errors import EngagementError
from sessions_app.organizations.models import Organization
from sessions_app.organizations.selectors.ancestors import ancestors


def lock_with_ancestors(organization: Organization) -> list[Organization]:
    """Lock an organization and all above its parent as given; return those above it.

    Inside the caller's transaction, before it locks any of them. In primary key order, so that two
    users who each put the other's organization above theirs cannot deadlock.
    """
    while True:
        before = transaction.savepoint()
        keys = {organization.pk, *(each.pk for each in ancestors(organization))}
        rows = Organization.objects.select_for_update(of=("self",), no_key=True)
        list(rows.filter(pk__in=keys).order_by("pk"))
        above = list(ancestors(organization))
        if keys.issuperset(each.pk for each in above):
            transaction.savepoint_commit(before)
            return above
        # One was moved while this transaction waited. Locking more now would break the order.
        transaction.savepoint_rollback(before)


def require_no_cycle(organization: Organization, *, above: Iterable[Organization]) -> None:
    """Raise :class:`EngagementError` if an organization is one of those above it."""
    if organization.pk in {each.pk for each in above}:
        raise EngagementError(
            _(
                "“%(parent)s” is part of this organization, so it cannot be its parent. Choose "
                "another parent organization."
            )
            % {"parent": organization.parent.name if organization.parent else ""},
            field="parent",
        )
