"""Withdraws the attribution of items, for good."""

import re
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.search import purge_deleted_words
from sessions_app.feedback.enums import AttributionLevel
from sessions_app.feedback.models import FeedbackItem, FeedbackMessage, LineageOperation
from sessions_app.feedback.selectors.lineage import family_of, survivors_of
from sessions_app.feedback.services import attribution, sources
from sessions_app.organizations.models import Organization

_WORDS = ("private_note", "public_summary", "state_reason")
#: In the office's language: staff read it.
UNNAMED = "[an organization]"


def require_no_more_named(item: FeedbackItem, level: str) -> None:
    """Raise :class:`EngagementError` if ``level`` names more than a withdrawn ``item`` allows."""
    if item.attribution_withdrawn and attribution.tells_more(level, item.attribution):
        raise EngagementError(
            _(
                "Whoever said this asked not to be named, or to be named less, and that stays so. "
                "“%(level)s” is the most that is allowed."
            )
            % {"level": item.get_attribution_display()},
            field="attribution",
        )


@transaction.atomic
def withdraw(*, item: FeedbackItem, level: str) -> list[FeedbackItem]:
    """Name an organization no more than ``level`` as the source; nobody can undo it.

    Applies to the item and to those of its family that have the same organization, and returns
    them. What it was merged into names no more either. "Not attributed" removes the organization,
    contact details, and its names from their words; a summary that held one has to be approved
    again. The log says what changed, and not whose item it was. Idempotent.
    """
    family = lock_family(item)
    current = family[item.pk]
    organization = current.organization
    own = {organization.pk, *_merged_into(organization)} if organization else set()
    tied = [
        member
        for member in family.values()
        if member.pk == current.pk or (member.organization_id in own)
    ]
    names = _names(organization) if organization else []
    for member in tied:
        _name_less(member, level=attribution.least([level, member.attribution]), names=names)
    for key in survivors_of(current) - {member.pk for member in tied}:
        if attribution.tells_more(family[key].attribution, level):
            attribution.lower(family[key], to=level, by=None)
    if level == AttributionLevel.NONE:
        forget_source(tied, names=names)
    return tied


def without_names(text: str, names: Iterable[str]) -> str:
    """Return a text with the names of an organization taken out."""
    for name in names:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", UNNAMED, text, flags=re.IGNORECASE)
    return text


def names_of(item: FeedbackItem) -> list[str]:
    """Return the names of an item's organization, the longest first."""
    return _names(item.organization) if item.organization else []


def lock_family(item: FeedbackItem) -> dict[int, FeedbackItem]:
    """Lock the family, by key, until nobody can have added to it meanwhile."""
    locked: set[int] = set()
    while (keys := family_of(item)) != locked:
        rows = FeedbackItem.objects.select_for_update(of=("self",), no_key=True)
        list(rows.filter(pk__in=keys).order_by("pk").values_list("pk"))
        locked = keys
    return FeedbackItem.objects.select_related("organization").in_bulk(locked)


def _merged_into(organization: Organization) -> set[int]:
    return set(organization.merged_from.values_list("pk", flat=True))


def _names(organization: Organization) -> list[str]:
    names = {
        organization.name,
        *organization.aliases.values_list("name", flat=True),
        *organization.merged_from.values_list("name", flat=True),
    }
    return sorted(filter(None, names), key=len, reverse=True)


def take_source_out(member: FeedbackItem, *, names: Iterable[str]) -> None:
    """Set on an item that it is not attributed for good, without its source; it is not saved."""
    member.attribution, member.attribution_withdrawn = AttributionLevel.NONE, True
    member.organization = None
    for field in _WORDS:
        setattr(member, field, without_names(getattr(member, field), names))


def _name_less(member: FeedbackItem, *, level: str, names: Iterable[str]) -> None:
    member.attribution, member.attribution_withdrawn = level, True
    if level == AttributionLevel.NONE:
        summary = member.public_summary
        take_source_out(member, names=names)
        if member.public_summary != summary:
            member.summary_approved_at = member.summary_approved_by = None
    member.save()
    audit.record(
        instance=member,
        action="engagement.feedback.withdraw_attribution",
        by=None,
        attribution=level,
    )


def forget_source(items: Collection[FeedbackItem], *, names: Collection[str]) -> None:
    """Remove what else would tell whose the items were: contact details, merges, held forms, what
    undoing a bulk change would restore, and the names in every text about them.
    """
    sources.forget(items)
    sources.forget_forms(items)
    for item in items:
        item.bulk_changes.all().delete()
        _clean(item.action_links.all(), "note", names=names)
    _clean(FeedbackMessage.objects.filter(item__in=items), "text", names=names)
    operations = LineageOperation.objects.filter(members__item__in=items).distinct()
    _clean(operations, "reason", names=names)
    purge_deleted_words()


def _clean(records: QuerySet[Any], field: str, *, names: Collection[str]) -> None:
    for record in records.exclude(**{field: ""}):
        text = getattr(record, field)
        cleaned = without_names(text, names)
        if cleaned != text:
            records.model._default_manager.filter(pk=record.pk).update(**{field: cleaned})
