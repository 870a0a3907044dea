"""Undoes splits and merges of feedback items: exactly, or not at all."""

from collections.abc import Callable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from engagement_site.accounts.models import User
from sessions_app.actions.models import ActionLink
from sessions_app.core.errors import EngagementError
from sessions_app.core.models import AuditEntry
from sessions_app.core.services import audit
from sessions_app.core.services.transitions import require_reason
from sessions_app.core.services.versions import version_of
from sessions_app.feedback.allegations import find_allegation
from sessions_app.feedback.enums import FeedbackState, LineageKind, LineageRole
from sessions_app.feedback.errors import ReadsLikeAllegationError
from sessions_app.feedback.models import FeedbackItem, LineageOperation, ThemeCoding
from sessions_app.feedback.selectors.lineage import later_operation
from sessions_app.feedback.services import lineage, ways_back
from sessions_app.feedback.services.withdrawals import require_no_more_named
from sessions_app.feedback_operations.services.item_locks import lock_items

_REASON = gettext_noop("Enter the reason.")

#: Audit entries that a part has without anybody having worked on it. Its state and attribution are
#: compared.
_NO_WORK = (
    "engagement.feedback.create",
    "engagement.feedback.pass",
    "engagement.feedback.move",
    "engagement.feedback.lower",
    "engagement.feedback.split",
    "engagement.feedback.unsplit",
    "engagement.feedback.merge",
    "engagement.feedback.merged_away",
    "engagement.feedback.unmerge",
)


@transaction.atomic
def undo(*, operation: LineageOperation, reason: str, by: User) -> LineageOperation:
    """Undo a split, a merge, or that an item was marked as a duplicate. Needs a reason.

    The items are again what they were. The parts of a split are merged into the whole, because
    records are not deleted. Raises :class:`EngagementError`, and changes nothing, if something was
    changed since that would be lost or that makes it untrue.
    """
    reason = require_reason(reason, _(_REASON))
    if finding := find_allegation(reason):
        raise ReadsLikeAllegationError(
            words=finding.words, why=str(finding.sign.label), field="reason"
        )
    items = lock_items(operation.members.values_list("item", flat=True))
    current = LineageOperation.objects.select_for_update(of=("self",)).get(pk=operation.pk)
    if current.undone_at:
        raise EngagementError(_("This has already been undone."))
    if current.kind == LineageKind.DUPLICATE:
        (item,) = current.items(LineageRole.DUPLICATE)
        ways_back.unmark_duplicate(item=item, reason=reason, by=by)
        current.refresh_from_db()
        return current
    _require_untouched(current, items)
    _UNDO[current.kind](current, items, by)
    lineage.note_undone(current, reason=reason, by=by)
    return current


def why_not(operation: LineageOperation) -> str:
    """Return why a standing operation cannot be undone; "" if it can."""
    items = {member.item_id: member.item for member in operation.members.select_related("item")}
    try:
        _require_untouched(operation, items)
        if operation.kind == LineageKind.SPLIT:
            _require_same_parts(operation, items)
        elif operation.kind == LineageKind.MERGE:
            _require_same_survivor(operation, items)
    except EngagementError as error:
        return error.message
    return ""


def _require_untouched(operation: LineageOperation, items: Mapping[int, FeedbackItem]) -> None:
    for item in items.values():
        if item.state == FeedbackState.ROUTED:
            raise EngagementError(
                _("%(reference)s was routed to complaints since, and its words are erased.")
                % {"reference": item}
            )
    later = later_operation(operation)
    if later is not None:
        raise EngagementError(
            _("%(references)s took part in a later step (%(kind)s). Undo that first.")
            % {
                "references": ", ".join(
                    str(item) for item in items.values() if later.members.filter(item=item).exists()
                ),
                "kind": later.get_kind_display().lower(),
            }
        )


def _require_same_parts(operation: LineageOperation, items: Mapping[int, FeedbackItem]) -> None:
    """Raise if somebody worked on a part since: that work would be lost in the whole."""
    before = operation.before
    whole, parts = _whole_and_parts(operation, items)
    for part in parts:
        entries = AuditEntry.objects.for_instance(part).exclude(action__in=_NO_WORK)
        if (
            entries.exists()
            or part.state != before["parts"][str(part.pk)]
            or part.attribution != whole.attribution
        ):
            raise EngagementError(
                _("%(reference)s was changed since. To join the parts, merge them.")
                % {"reference": part}
            )
    answering = ActionLink.objects.filter(feedback_item__in=parts)
    now = {str(link.pk): version_of(link) for link in answering}
    moved = ActionLink.objects.filter(pk__in=before["moved"])
    if (
        now != {**before["moved"], **before["copied"]}
        or whole.action_links.filter(action__in=moved.values("action")).exists()
    ):
        raise EngagementError(
            _("The links between the parts and follow-up actions were changed since.")
        )


def _whole_and_parts(
    operation: LineageOperation, items: Mapping[int, FeedbackItem]
) -> tuple[FeedbackItem, list[FeedbackItem]]:
    parts = [items[int(key)] for key in operation.before["parts"]]
    (whole,) = (item for item in items.values() if item not in parts)
    return whole, parts


def _undo_split(operation: LineageOperation, items: Mapping[int, FeedbackItem], by: User) -> None:
    _require_same_parts(operation, items)
    whole, parts = _whole_and_parts(operation, items)
    for copy in ActionLink.objects.filter(pk__in=operation.before["copied"]):
        audit.record(
            instance=copy.action,
            action="engagement.action.unlink",
            by=by,
            feedback=str(copy.feedback_item),
        )
    ActionLink.objects.filter(pk__in=operation.before["copied"]).delete()
    ActionLink.objects.filter(pk__in=operation.before["moved"]).update(feedback_item=whole)
    for part in parts:
        part.merged_into = whole
        part.save(update_fields=["merged_into", "updated_at"])
        _log(part, [whole], "engagement.feedback.unsplit", by=by)
    whole.was_split = False
    whole.save(update_fields=["was_split", "updated_at"])
    _log(whole, parts, "engagement.feedback.unsplit", by=by)


def _require_same_survivor(operation: LineageOperation, items: Mapping[int, FeedbackItem]) -> None:
    kept = items[_survivor(operation)]
    before = operation.before
    if _was_lowered(before) and kept.attribution != before["attribution"][1]:
        raise EngagementError(
            _("It was changed since who may be named as the source of %(reference)s.")
            % {"reference": kept}
        )
    if _was_lowered(before):
        require_no_more_named(kept, before["attribution"][0])
    for links in before["links"].values():
        if kept.action_links.filter(pk__in=links).count() != len(links):
            raise EngagementError(
                _("A link of %(reference)s to a follow-up action was removed since.")
                % {"reference": kept}
            )


def _undo_merge(operation: LineageOperation, items: Mapping[int, FeedbackItem], by: User) -> None:
    _require_same_survivor(operation, items)
    kept, before = items[_survivor(operation)], operation.before
    others = [item for item in items.values() if item.pk != kept.pk]
    for key, links in before["links"].items():
        ActionLink.objects.filter(pk__in=links).update(feedback_item=items[int(key)])
    ThemeCoding.objects.filter(pk__in=before["codings"], feedback_item=kept).delete()
    kept.jurisdictions.remove(*before["jurisdictions"])
    kept.attribution = before["attribution"][0] if _was_lowered(before) else kept.attribution
    kept.save(update_fields=["attribution", "updated_at"])
    for other in others:
        other.merged_into = None
        other.save(update_fields=["merged_into", "updated_at"])
        _log(other, [kept], "engagement.feedback.unmerge", by=by)
    _log(kept, others, "engagement.feedback.unmerge", by=by)


def _was_lowered(before: Mapping[str, list[str]]) -> bool:
    was, became = before["attribution"]
    return was != became


def _survivor(operation: LineageOperation) -> int:
    return operation.members.get(role=LineageRole.SURVIVOR).item_id


def _log(item: FeedbackItem, others: list[FeedbackItem], action: str, *, by: User) -> None:
    audit.record(instance=item, action=action, by=by, feedback=", ".join(map(str, others)))


_UNDO: Mapping[str, Callable[[LineageOperation, Mapping[int, FeedbackItem], User], None]] = {
    LineageKind.SPLIT: _undo_split,
    LineageKind.MERGE: _undo_merge,
}
