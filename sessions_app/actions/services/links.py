"""Services that link follow-up actions to the feedback items that they answer."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.actions.enums import LinkRelation
from sessions_app.actions.models import ActionLink, FollowUpAction
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.transitions import require_reason
from sessions_app.core.services.versions import require_version, version_of
from sessions_app.feedback.enums import FeedbackState
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback.services import lineage


@transaction.atomic
def link_feedback(
    *,
    action: FollowUpAction,
    item: FeedbackItem,
    by: User,
    relation: str = LinkRelation.ADDRESSES,
    note: str = "",
) -> ActionLink:
    """Record how an action answers a feedback item. Linking again updates relation and note.

    A link that declines the item needs a note with the reason.
    """
    [link] = link_all(actions=[action], items=[item], by=by, relation=relation, note=note)
    return link


@transaction.atomic
def link_all(
    *,
    actions: Iterable[FollowUpAction],
    items: Iterable[FeedbackItem],
    by: User,
    relation: str = LinkRelation.ADDRESSES,
    note: str = "",
) -> list[ActionLink]:
    """Link each action to each feedback item, as :func:`link_feedback` does one: all or none."""
    note = _checked(relation, note)
    wanted, answered = _lock(actions, items)
    for item in answered:
        if item.state == FeedbackState.ROUTED:
            raise EngagementError(
                _("This item was routed to complaints, so no action can be linked to it."),
                field="item",
            )
        lineage.require_own_place(item, field="item")
    links = []
    for action in wanted:
        for item in answered:
            link, _created = ActionLink.objects.update_or_create(
                action=action,
                feedback_item=item,
                defaults={"relation": relation, "note": note, "linked_by": by},
            )
            _log(link, by=by)
            links.append(link)
    return links


@transaction.atomic
def change_link(
    *, link: ActionLink, relation: str, note: str, by: User, expected_version: str = ""
) -> ActionLink:
    """Change the relation and the note of a link.

    Raises :class:`ChangedMeanwhileError` (optimistic locking) if the stored version is not the
    ``expected_version``, and :class:`EngagementError` if the link was removed meanwhile.
    """
    note = _checked(relation, note)
    _lock([link.action], [link.feedback_item])
    current = ActionLink.objects.select_for_update().filter(pk=link.pk).first()
    if current is None:
        raise EngagementError(_("Someone else has removed this link. Add it again if needed."))
    require_version(expected=expected_version, current=version_of(current))
    current.relation, current.note, current.linked_by = relation, note, by
    current.save()
    _log(current, by=by)
    return current


@transaction.atomic
def unlink_feedback(*, action: FollowUpAction, item: FeedbackItem, by: User) -> None:
    """Remove a link that was made by mistake."""
    _lock([action], [item])
    deleted, _rows = ActionLink.objects.filter(action=action, feedback_item=item).delete()
    if deleted:
        audit.record(
            instance=action,
            action="engagement.action.unlink",
            by=by,
            feedback=item.reference,
        )


def _lock(
    actions: Iterable[FollowUpAction], items: Iterable[FeedbackItem]
) -> tuple[list[FollowUpAction], list[FeedbackItem]]:
    """Lock actions first, then items, each by key, as routing to complaints does: no deadlock."""
    locked = FollowUpAction.objects.select_for_update(no_key=True).order_by("pk")
    answered = FeedbackItem.objects.select_for_update(no_key=True).order_by("pk")
    return (
        list(locked.filter(pk__in=[action.pk for action in actions])),
        list(answered.filter(pk__in=[item.pk for item in items])),
    )


def _checked(relation: str, note: str) -> str:
    """Return the note without space around it, which must say why if the item is declined."""
    if relation == LinkRelation.DECLINED:
        return require_reason(note, _("Enter the reason it was declined."))
    return note.strip()


def _log(link: ActionLink, *, by: User) -> None:
    audit.record(
        instance=link.action,
        action="engagement.action.link",
        by=by,
        feedback=link.feedback_item.reference,
        relation=link.relation,
    )
