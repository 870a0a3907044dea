"""Merges several feedback items that make one point into one of them."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.versions import require_version, version_of_all
from sessions_app.feedback.enums import AttributionLevel, LineageKind, LineageRole
from sessions_app.feedback.models import FeedbackItem, LineageOperation, ThemeCoding
from sessions_app.feedback.services import attribution, lineage
from sessions_app.feedback_operations.services.item_locks import lock_items, require_free

#: Items that are merged into one at once.
MOST_MERGED = 10


@transaction.atomic
def merge(
    *,
    survivor: FeedbackItem,
    others: Sequence[FeedbackItem],
    by: User,
    expected_version: str = "",
) -> LineageOperation:
    """Merge ``others`` into ``survivor``, which is counted alone and keeps its own words.

    It gets the others' themes, places and links to actions that it does not have, and of all
    attributions the one that names least. The others keep their words and sources.

    Raises :class:`EngagementError` for items that cannot be merged: of other programs, routed to
    complaints, or with something else that stands for them; and for a survivor with a source if
    another is not attributed (ADR 0052). ``expected_version`` is of all together.
    """
    keys = {survivor.pk, *(other.pk for other in others)}
    if not 2 <= len(keys) <= MOST_MERGED + 1:
        raise EngagementError(
            _("Choose at least one other item, and at most %(most)d.") % {"most": MOST_MERGED}
        )
    locked = lock_items(keys)
    require_version(expected=expected_version, current=version_of_all(locked.values()))
    kept = locked.pop(survivor.pk)
    require_free(kept, may_be_decided=True)
    for other in locked.values():
        require_free(other)
        if other.program_id != kept.program_id:
            raise EngagementError(
                _("%(reference)s belongs to another program.") % {"reference": other}
            )
    before = _unite(kept, list(locked.values()), by=by)
    # Another version: a form or a bulk change that was made before has not seen what it gets.
    kept.save(update_fields=["updated_at"])
    for other in locked.values():
        other.merged_into = kept
        other.save(update_fields=["merged_into", "updated_at"])
        _log(other, kept, by=by)
        _log(kept, other, by=by)
    return lineage.note(
        LineageKind.MERGE,
        by=by,
        members={LineageRole.SURVIVOR: [kept], LineageRole.MERGED: locked.values()},
        before=before,
    )


def must_survive(items: Sequence[FeedbackItem]) -> list[FeedbackItem]:
    """Return which of several items can be the one that is kept: nobody is named by a merge."""
    level = attribution.least(item.attribution for item in items)
    if level != AttributionLevel.NONE:
        return list(items)
    return [item for item in items if item.attribution == AttributionLevel.NONE]


def _unite(kept: FeedbackItem, others: list[FeedbackItem], *, by: User) -> dict[str, Any]:
    """Give the survivor what the others have; return what an undo takes from it again."""
    if kept not in must_survive([kept, *others]):
        raise EngagementError(
            _(
                "One of these items is not attributed. Keep that one: the merged item may not name "
                "a source, and would lose it for good."
            ),
            field="survivor",
        )
    level = attribution.least(each.attribution for each in [kept, *others])
    levels = [kept.attribution, level]
    if level != kept.attribution:
        attribution.lower(kept, to=level, by=by)
    return {
        "attribution": levels,
        "links": {str(other.pk): _take_links(kept, other) for other in others},
        "codings": _take_codings(kept, others),
        "jurisdictions": _take_places(kept, others),
    }


def _take_links(kept: FeedbackItem, other: FeedbackItem) -> list[int]:
    """Point the links to actions at the survivor; those to actions that it has as well stay."""
    links = other.action_links.exclude(action__in=kept.action_links.values("action"))
    keys = list(links.order_by("pk").values_list("pk", flat=True))
    other.action_links.filter(pk__in=keys).update(feedback_item=kept)
    return keys


def _take_codings(kept: FeedbackItem, others: list[FeedbackItem]) -> list[int]:
    known = set(kept.codings.values_list("theme_id", flat=True))
    made = []
    for coding in ThemeCoding.objects.filter(feedback_item__in=others).order_by("pk"):
        if coding.theme_id not in known:
            known.add(coding.theme_id)
            copy = ThemeCoding.objects.create(
                feedback_item=kept,
                theme_id=coding.theme_id,
                coded_by_id=coding.coded_by_id,
                method=coding.method,
            )
            made.append(copy.pk)
    return made


def _take_places(kept: FeedbackItem, others: list[FeedbackItem]) -> list[int]:
    known = set(kept.jurisdictions.values_list("pk", flat=True))
    theirs = {key for other in others for key in other.jurisdictions.values_list("pk", flat=True)}
    kept.jurisdictions.add(*(theirs - known))
    return sorted(theirs - known)


def _log(item: FeedbackItem, other: FeedbackItem, *, by: User) -> None:
    audit.record(
        instance=item,
        action="engagement.feedback.merge"
        if item.merged_into_id is None
        else "engagement.feedback.merged_away",
        by=by,
        feedback=other.reference,
    )
