"""Merges two organizations, and undoes merges.

Nothing is copied or deleted. Rows that reference the merged record are pointed at the surviving
one, and the merge stores their primary keys, so that undoing it points exactly these rows back.
Later changes (a cancelled registration, a contact who left) are kept.

Lock order: the two organizations, then sessions, pools and allotments as everywhere.
"""

from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.organization_operations.selectors.merges import (
    JOINED,
    names_taken,
    parent_after,
    relations,
    rows_of,
    website_after,
)
from sessions_app.organization_operations.services import allotments
from sessions_app.organizations.models import Organization, OrganizationAlias, OrganizationMerge
from sessions_app.organizations.selectors.ancestors import ancestors
from sessions_app.organizations.selectors.merges import later_merge
from sessions_app.organizations.services.names import index_names
from sessions_app.organizations.websites import website_key


@transaction.atomic
def merge(*, kept: Organization, merged: Organization, by: User) -> OrganizationMerge:
    """Merge ``merged`` into ``kept``; its name becomes another name of ``kept``.

    A row that ``kept`` may have only once and has already, such as the membership of a contact of
    both, is not moved. Seats of both are added up, and nobody loses one.

    Raises :class:`EngagementError` if both are the same record, or one was merged before.
    """
    kept, merged = _locked(kept, merged)
    allotments.lock_sessions(kept, merged)
    # Before the rows move: chapters between the two tell which of them stands above the other.
    facts = _take_facts(kept, merged)
    seats = allotments.combine_allotments(kept=kept, merged=merged)
    rows = {
        f"{model._meta.label_lower}.{field}": _point(
            model,
            field,
            list(
                rows_of(model, field, merged=merged, kept=kept)
                .order_by("pk")
                .values_list("pk", flat=True)
            ),
            to=kept,
        )
        for model, field in relations()
    }
    moved: dict[str, Any] = {
        "rows": rows,
        "allotments": seats,
        "joined": {name: _join(name, kept, merged) for name in JOINED},
        **_take_names(kept, merged),
        **facts,
    }
    Organization.objects.filter(pk=merged.pk).update(merged_into=kept)
    index_names(kept)
    record = OrganizationMerge.objects.create(kept=kept, merged=merged, by=by, moved=moved)
    for one, other in ((kept, merged), (merged, kept)):
        audit.record(
            instance=one,
            action="engagement.organization.merge",
            by=by,
            organization=other.reference,
        )
    return record


@transaction.atomic
def undo(*, merge: OrganizationMerge, by: User) -> Organization:
    """Undo a merge; return the restored organization.

    Every row that moved moves back, unless it was assigned to a third organization since. Raises
    :class:`EngagementError` if the merge was undone before, or a later merge builds on it.
    """
    # Both organizations first, as in merge(), to avoid a deadlock.
    list(_lock(merge.kept_id, merge.merged_id))
    current = (
        OrganizationMerge.objects.select_for_update(of=("self",))
        .select_related("kept", "merged")
        .get(pk=merge.pk)
    )
    _require_undoable(current)
    kept, merged, moved = current.kept, current.merged, current.moved
    allotments.lock_sessions(kept, merged)
    for label, keys in moved["rows"].items():
        model_label, _dot, field = label.rpartition(".")
        model = apps.get_model(model_label)
        still = model._base_manager.filter(pk__in=keys, **{field: kept})
        _point(model, field, list(still.values_list("pk", flat=True)), to=merged)
    allotments.split_allotments(kept=kept, merged=merged, combined=moved["allotments"])
    for name, keys in moved["joined"].items():
        getattr(kept, name).remove(*keys)
    _give_names_back(kept, merged, moved)
    _give_facts_back(kept, merged, moved)
    Organization.objects.filter(pk=merged.pk).update(merged_into=None)
    index_names(kept)
    current.undone_at, current.undone_by = timezone.now(), by
    current.save(update_fields=["undone_at", "undone_by"])
    for one, other in ((kept, merged), (merged, kept)):
        audit.record(
            instance=one,
            action="engagement.organization.unmerge",
            by=by,
            organization=other.reference,
        )
    return Organization.objects.get(pk=merged.pk)


def _lock(*keys: int) -> Any:
    # FOR NO KEY UPDATE: a registration that holds its pool must be able to refer to the
    # organization, or it and the merge would wait for each other.
    rows = Organization.objects.select_for_update(of=("self",), no_key=True)
    return rows.filter(pk__in=keys).order_by("pk")


def _locked(kept: Organization, merged: Organization) -> tuple[Organization, Organization]:
    if kept.pk == merged.pk:
        raise EngagementError(
            _("Choose a different organization. You cannot merge an organization with itself.")
        )
    found = {each.pk: each for each in _lock(kept.pk, merged.pk)}
    for each in found.values():
        if each.merged_into_id:
            raise EngagementError(
                _("“%(name)s” has already been merged. Check the list again.") % {"name": each.name}
            )
    return found[kept.pk], found[merged.pk]


def _require_undoable(merge: OrganizationMerge) -> None:
    if merge.undone_at:
        raise EngagementError(_("This merge has already been undone."))
    later = later_merge(merge)
    if later is not None:
        raise EngagementError(
            _("“%(merged)s” was later merged into “%(kept)s”. Undo that merge first.")
            % {"merged": later.merged.name, "kept": later.kept.name}
        )


def _point(model: type[Model], field: str, keys: list[int], *, to: Organization) -> list[int]:
    """Point rows at an organization; return the primary keys of those that could be moved."""
    rows = model._base_manager.filter(pk__in=keys)
    try:
        with transaction.atomic():
            rows.update(**{field: to})
    except IntegrityError:
        # A unique constraint is violated: move the rows one by one.
        if len(keys) == 1:
            return []
        return [key for each in keys for key in _point(model, field, [each], to=to)]
    return keys


def _join(name: str, kept: Organization, merged: Organization) -> list[int]:
    """Add ``merged``'s many-to-many rows to ``kept``; return the primary keys added."""
    mine = set(getattr(kept, name).values_list("pk", flat=True))
    new = sorted(set(getattr(merged, name).values_list("pk", flat=True)) - mine)
    getattr(kept, name).add(*new)
    return new


def _take_names(kept: Organization, merged: Organization) -> dict[str, Any]:
    names = names_taken(kept=kept, merged=merged)
    taken = names.aliases
    OrganizationAlias.objects.filter(pk__in=[each.pk for each in taken]).update(organization=kept)
    made = None
    if names.own:
        made = OrganizationAlias.objects.create(organization=kept, name=merged.name).pk
    return {"aliases": [[each.pk, each.name] for each in taken], "alias_made": made}


def _give_names_back(kept: Organization, merged: Organization, moved: dict[str, Any]) -> None:
    kept.aliases.filter(pk=moved["alias_made"]).delete()
    for key, name in moved["aliases"]:
        if not kept.aliases.filter(pk=key).update(organization=merged):
            # Removed from the surviving record's other names; it is still a name of the other
            # record.
            OrganizationAlias(pk=key, organization=merged, name=name).save(force_insert=True)


def _take_facts(kept: Organization, merged: Organization) -> dict[str, Any]:
    """Give ``kept`` the website and the parent that it has after the merge."""
    mine = Organization.objects.filter(pk=kept.pk)
    website = website_after(kept=kept, merged=merged)
    parent = parent_after(kept=kept, merged=merged)
    takes_website, takes_parent = website != kept.website, parent != kept.parent
    if takes_website:
        mine.update(website=website, domain=website_key(website))
    if takes_parent:
        mine.update(parent=parent)
    return {
        "website": website if takes_website else "",
        "parent": [kept.parent_id, parent.pk if parent else None] if takes_parent else None,
    }


def _give_facts_back(kept: Organization, merged: Organization, moved: dict[str, Any]) -> None:
    mine = Organization.objects.filter(pk=kept.pk)
    if moved["website"]:
        mine.filter(website=moved["website"]).update(website="", domain="")
    if moved.get("was_below"):  # merges recorded before parents were
        moved["parent"] = [merged.pk, None]
    if moved.get("parent"):
        before, after = moved["parent"]
        mine.filter(parent=after).update(parent=before)
    for each in Organization.objects.filter(pk__in=[kept.pk, merged.pk]):
        # Somebody has put one below the other's chapters since.
        if any(ancestor.pk == each.pk for ancestor in ancestors(each)):
            Organization.objects.filter(pk=each.pk).update(parent=None)
