"""Preview of merging two organizations."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sessions_app.listening_sessions.models import SeatAllotment
from sessions_app.organizations.models import (
    NamePrefix,
    Organization,
    OrganizationAlias,
    OrganizationMerge,
)

#: Relations that a merge handles separately, or does not move.
_OTHERWISE: tuple[type[Model], ...] = (
    OrganizationAlias,
    OrganizationMerge,
    NamePrefix,
    SeatAllotment,
)


#: Fields of which the surviving record keeps its own value.
_COMPARED = ("kind", "verification", "website", "parent")


#: Many-to-many fields of which the surviving record gets the union.
JOINED = ("constituencies", "jurisdictions", "languages")


@dataclass(frozen=True)
class MergePreview:
    """In words: how many rows of each kind move, what differs, and what to know beforehand."""

    moves: list[tuple[str, int]]
    differs: list[tuple[str, str, str]]
    warnings: list[str]


def relations() -> list[tuple[type[Model], str]]:
    """Return every foreign key to an organization that moves in a merge.

    Introspected from the models, so that a new noun is included automatically.
    """
    return [
        (relation.related_model, relation.field.name)
        for relation in Organization._meta.related_objects
        if not relation.many_to_many
        and relation.related_model not in _OTHERWISE
        and relation.field.name != "merged_into"
    ]


def rows_of(model: type[Model], field: str, *, merged: Organization, kept: Organization) -> Any:
    """Return the rows of a table that would move."""
    rows = model._base_manager.filter(**{field: merged})
    if model is Organization:
        # A chapter of the merged record that is the surviving one would become its own parent.
        rows = rows.exclude(pk__in=[kept.pk, *_ancestors(kept)])
    return rows


def preview(*, kept: Organization, merged: Organization) -> MergePreview:
    """Return what :func:`organization_operations.services.merges.merge` would do."""
    moves = [
        (
            capfirst(str(model._meta.verbose_name_plural)),
            rows_of(model, field, merged=merged, kept=kept).count(),
        )
        for model, field in relations()
    ]
    moves.append((_("Other names"), merged.aliases.count() + 1))
    return MergePreview(
        moves=[(label, count) for label, count in moves if count],
        differs=list(_differences(kept, merged)),
        warnings=[*_contacts_at_both(kept, merged), *_seats(kept, merged)],
    )


def _ancestors(organization: Organization) -> Iterator[int]:
    seen: set[int] = set()
    parent = organization.parent
    while parent is not None and parent.pk not in seen:
        seen.add(parent.pk)
        yield parent.pk
        parent = parent.parent


def _differences(kept: Organization, merged: Organization) -> Iterator[tuple[str, str, str]]:
    for name in _COMPARED:
        mine, theirs = (_shown(each, name) for each in (kept, merged))
        if mine != theirs:
            label = capfirst(str(Organization._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
            yield label, mine or _("none"), theirs or _("none")


def _shown(organization: Organization, name: str) -> str:
    if name == "parent":
        return organization.parent.name if organization.parent else ""
    display = getattr(organization, f"get_{name}_display", None)
    return str(display() if display else getattr(organization, name))


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
