"""Preview of merging two organizations."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sessions_app.listening_sessions.models import SeatAllotment
from sessions_app.organizations.models import (
    Membership,
    NamePrefix,
    Organization,
    OrganizationAlias,
    OrganizationMerge,
)
from sessions_app.organizations.selectors.ancestors import ancestors

#: Relations that a merge handles separately, or does not move.
_OTHERWISE: tuple[type[Model], ...] = (
    OrganizationAlias,
    OrganizationMerge,
    NamePrefix,
    SeatAllotment,
)


#: Fields of which one organization has one value.
_COMPARED = ("kind", "verification", "website", "parent")


#: Many-to-many fields of which the surviving record gets the union.
JOINED = ("constituencies", "jurisdictions", "languages")


@dataclass(frozen=True)
class Difference:
    """The value of a field in both records, and the one that the surviving record will have."""

    label: str
    kept: str
    merged: str
    result: str


@dataclass(frozen=True)
class MergePreview:
    """In words: how many rows of each kind move, what changes, and what to know beforehand."""

    moves: list[tuple[str, int]]
    differs: list[Difference]
    #: What the surviving record gains, by field.
    gains: list[tuple[str, str]]
    #: Whether the name of the merged record becomes another name of the surviving one.
    takes_name: bool
    warnings: list[str]


@dataclass(frozen=True)
class NamesTaken:
    """Other names that move to the surviving record, and whether the merged name becomes one."""

    aliases: list[OrganizationAlias]
    own: bool


def relations() -> list[tuple[type[Model], str]]:
    """Return every foreign key to an organization that moves in a merge.

    Introspected from the models, so that a new noun is included automatically. Includes
    ``merged_into``: it always names the surviving record, however many merges lie between.
    """
    return [
        (relation.related_model, relation.field.name)
        for relation in Organization._meta.related_objects
        if not relation.many_to_many and relation.related_model not in _OTHERWISE
    ]


def rows_of(model: type[Model], field: str, *, merged: Organization, kept: Organization) -> Any:
    """Return the rows of a table that would move."""
    rows = model._base_manager.filter(**{field: merged})
    if model is Organization:
        return rows.exclude(pk=kept.pk)
    if model is Membership:
        current = kept.memberships.filter(ended_on=None)
        return rows.exclude(ended_on=None, contact__in=current.values("contact"))
    return rows


def names_taken(*, kept: Organization, merged: Organization) -> NamesTaken:
    """Return the names of the merged record that the surviving one does not have."""
    mine = {kept.name_key, *kept.aliases.values_list("name_key", flat=True)}
    aliases = list(merged.aliases.exclude(name_key__in=mine).order_by("pk"))
    return NamesTaken(aliases, merged.name_key not in {*mine, *(a.name_key for a in aliases)})


def website_after(*, kept: Organization, merged: Organization) -> str:
    return kept.website or merged.website


def parent_after(*, kept: Organization, merged: Organization) -> Organization | None:
    """Return the parent of the surviving record.

    If the merged record stands above it, directly or not, the surviving one takes its place: it
    would become its own ancestor otherwise.
    """
    if any(ancestor.pk == merged.pk for ancestor in ancestors(kept)):
        return merged.parent if merged.parent_id != kept.pk else None
    return kept.parent


def preferred(one: Organization, other: Organization) -> Organization:
    """Return which of two records to keep by default: the verified one, else the first."""
    return other if other.is_verified and not one.is_verified else one


def preview(*, kept: Organization, merged: Organization) -> MergePreview:
    """Return what :func:`organization_operations.services.merges.merge` would do."""
    moves = [
        (
            capfirst(str(model._meta.verbose_name_plural)),
            rows_of(model, field, merged=merged, kept=kept).count(),
        )
        for model, field in relations()
        if field != "merged_into"
    ]
    names = names_taken(kept=kept, merged=merged)
    moves.append((_("Other names"), len(names.aliases) + names.own))
    return MergePreview(
        moves=[(label, count) for label, count in moves if count],
        differs=list(_differences(kept, merged)),
        gains=list(_gains(kept, merged)),
        takes_name=names.own,
        warnings=[
            *_verification(kept, merged),
            *_contacts_at_both(kept, merged),
            *_seats(kept, merged),
        ],
    )


def _differences(kept: Organization, merged: Organization) -> Iterator[Difference]:
    after = {
        "website": website_after(kept=kept, merged=merged),
        "parent": _name_of(parent_after(kept=kept, merged=merged)),
    }
    for name in _COMPARED:
        mine, theirs = (_shown(each, name) for each in (kept, merged))
        result = after.get(name, mine)
        if mine != theirs or mine != result:
            none = _("none")
            yield Difference(_label(name), mine or none, theirs or none, result or none)


def _gains(kept: Organization, merged: Organization) -> Iterator[tuple[str, str]]:
    for name in JOINED:
        mine = getattr(kept, name).values("pk")
        if added := [str(each) for each in getattr(merged, name).exclude(pk__in=mine)]:
            yield _label(name), ", ".join(added)


def _label(name: str) -> str:
    return capfirst(str(Organization._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def _name_of(organization: Organization | None) -> str:
    return organization.name if organization else ""


def _shown(organization: Organization, name: str) -> str:
    if name == "parent":
        return _name_of(organization.parent)
    display = getattr(organization, f"get_{name}_display", None)
    return str(display() if display else getattr(organization, name))


def _verification(kept: Organization, merged: Organization) -> Iterator[str]:
    if merged.is_verified and not kept.is_verified:
        yield _(
            "“%(merged)s” is verified and “%(kept)s” is not. The organization you keep will "
            "not be verified."
        ) % {"merged": merged.name, "kept": kept.name}


def _contacts_at_both(kept: Organization, merged: Organization) -> Iterator[str]:
    current = merged.memberships.filter(ended_on=None)
    at_both = current.filter(
        contact__in=kept.memberships.filter(ended_on=None).values("contact")
    ).select_related("contact")
    for membership in at_both:
        yield _("%(name)s is a contact for both organizations and will be listed once.") % {
            "name": membership.contact.name
        }


def _seats(kept: Organization, merged: Organization) -> Iterator[str]:
    mine = {
        each.listening_session_id: each for each in SeatAllotment.objects.filter(organization=kept)
    }
    theirs = SeatAllotment.objects.filter(
        organization=merged, listening_session__in=mine, taken__gt=0
    ).select_related("listening_session")
    for allotment in theirs:
        both = mine[allotment.listening_session_id].taken + allotment.taken
        limit = mine[allotment.listening_session_id].seats
        if limit is not None and both > limit:
            yield _(
                "At “%(session)s”, these organizations have %(both)d seats in total. The "
                "limit for one organization is %(limit)d. No one will lose a seat, but you "
                "cannot add more."
            ) % {"session": allotment.listening_session.title, "both": both, "limit": limit}
