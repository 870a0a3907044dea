"""Withdraws the attribution of items, for good."""

import re
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from engagement_site import held_forms
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.search import purge_deleted_words
from sessions_app.feedback.enums import AttributionLevel
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback.selectors.lineage import family_of, survivors_of
from sessions_app.feedback.services import attribution, contacts
from sessions_app.organizations.models import Organization, OrganizationMerge

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
    family = _lock_family(item)
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
        _forget_source(tied)
    return tied


def without_names(text: str, names: Iterable[str]) -> str:
    """Return a text with the names of an organization taken out."""
    for name in names:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", UNNAMED, text, flags=re.IGNORECASE)
    return text


def names_of(item: FeedbackItem) -> list[str]:
    """Return the names of an item's organization, the longest first."""
    return _names(item.organization) if item.organization else []


def _lock_family(item: FeedbackItem) -> dict[int, FeedbackItem]:
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


def _name_less(member: FeedbackItem, *, level: str, names: Iterable[str]) -> None:
    member.attribution, member.attribution_withdrawn = level, True
    if level == AttributionLevel.NONE:
        member.organization = None
        summary = member.public_summary
        for field in _WORDS:
            setattr(member, field, without_names(getattr(member, field), names))
        if member.public_summary != summary:
            member.summary_approved_at = member.summary_approved_by = None
    member.save()
    audit.record(
        instance=member,
        action="engagement.feedback.withdraw_attribution",
        by=None,
        attribution=level,
    )


def _forget_source(items: Iterable[FeedbackItem]) -> None:
    """Remove what else would tell whose the items were: merges, held forms, and the index."""
    for item in items:
        contacts.forget(item=item)
    keys = {item.pk for item in items}
    label = f"{FeedbackItem._meta.label_lower}.organization"
    for merge in OrganizationMerge.objects.select_for_update().order_by("pk"):
        moved = merge.moved.get("rows", {}).get(label, [])
        if not keys.isdisjoint(moved):
            merge.moved["rows"][label] = [key for key in moved if key not in keys]
            merge.save(update_fields=["moved"])
    paths = {reverse("feedbackitem:edit", args=[item.pk]) for item in items}
    paths |= {
        reverse("listeningsession:notes", args=[item.listening_session_id])
        for item in items
        if item.listening_session_id
    }
    held_forms.forget(paths=paths)
    purge_deleted_words()
