"""Routes allegations to the complaint process, and erases what was written about them here."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from engagement_site import held_forms
from engagement_site.accounts.models import User
from sessions_app.actions.models import (
    ActionEvidence,
    ActionLink,
    ActionUpdate,
    AgencyAnswer,
    FollowUpAction,
)
from sessions_app.core.models import ERASED
from sessions_app.core.services import audit
from sessions_app.core.services.search import purge_deleted_words
from sessions_app.core.services.versions import lock
from sessions_app.feedback.enums import FeedbackState
from sessions_app.feedback.models import FeedbackItem, LineageMember, LineageOperation
from sessions_app.feedback.selectors.lineage import family_of
from sessions_app.feedback.services import feedback
from sessions_app.feedback_operations.selectors.routing import Erasure, erasure_of
from sessions_app.mail.services import outbox
from sessions_app.read_back.enums import Settlement
from sessions_app.read_back.models import StatementAnswer, TrailAnswer


@transaction.atomic
def route_to_complaints(*, item: FeedbackItem, reason: str, by: User) -> FeedbackItem:
    """Record that the speaker was referred to the complaint process, and erase the allegation.

    An allegation about a person belongs in the complaint system, which has its own safeguards.
    Allowed in every state. ``reason`` is a :class:`RoutingReason`: a text could repeat what was
    said.

    Erases the words, sources and codings of the item and of its whole family, their links to
    actions, the reasons why a split or merge was undone, and the texts, updates, evidence and
    e-mails of actions that answer nothing else. Their references, states and dates stay, and who
    routed them.
    """
    family = _lock(item)
    erased = erasure_of(family)
    for member in erased.items:
        if member.pk == item.pk or member.state != FeedbackState.ROUTED:
            feedback.erase(item=member, reason=reason, by=by)
    _unlink(erased, by=by)
    for action in erased.drafted:
        _erase_action(action, by=by)
    _erase_evidence(erased.evidence)
    LineageOperation.objects.filter(pk__in=[each.pk for each in erased.operations]).update(
        reason=ERASED
    )
    _erase_answers(erased.items)
    held_forms.forget(paths=_form_paths(erased))
    purge_deleted_words()
    return FeedbackItem.objects.get(pk=item.pk)


def _lock(item: FeedbackItem) -> set[int]:
    """Lock the family and its actions until nobody can have added to it meanwhile.

    Actions first and by key, as saving the form of an action does, so that the two cannot deadlock.
    """
    locked: set[int] = set()
    while (family := family_of(item)) != locked:
        actions = FollowUpAction.objects.filter(
            pk__in=ActionLink.objects.filter(feedback_item__in=family).values("action")
        )
        for rows in (actions, FeedbackItem.objects.filter(pk__in=family)):
            list(rows.select_for_update().order_by("pk"))
        locked = family
    return locked


def _unlink(erased: Erasure, *, by: User) -> None:
    for link in erased.links:
        audit.record(
            instance=link.action,
            action="engagement.action.unlink",
            by=by,
            feedback=str(link.feedback_item),
        )
    ActionLink.objects.filter(pk__in=[link.pk for link in erased.links]).delete()


def _erase_action(action: FollowUpAction, *, by: User) -> None:
    current = lock(action)
    current.title = current.description = ERASED
    current.outcome = ""
    current.state_reason = ERASED if current.state_reason else ""
    current.is_public = False
    current.save()
    updates = ActionUpdate.objects.filter(action=current)
    updates.filter(revised_due_on=None).update(text=ERASED, due_reason="", is_public=False)
    updates.exclude(revised_due_on=None).update(text=ERASED, due_reason=ERASED, is_public=False)
    AgencyAnswer.objects.filter(action=current).exclude(reason="").update(reason=ERASED)
    outbox.erase(unique_key_prefix=f"action:{current.pk}:")
    audit.record(instance=current, action="engagement.action.erase", by=by)


def _erase_evidence(evidence: list[ActionEvidence]) -> None:
    """Delete the rows now, and the files once the transaction cannot be rolled back any more."""
    for piece in evidence:
        # One that the storage refuses to delete is logged, and must not leave the others.
        transaction.on_commit(
            lambda file=piece.file: file.delete(save=False),  # type: ignore[misc]
            robust=True,
        )
    ActionEvidence.objects.filter(pk__in=[piece.pk for piece in evidence]).delete()


def _erase_answers(items: list[FeedbackItem]) -> None:
    """Erase what an organization answered about its statements, and our answers."""
    answers = StatementAnswer.objects.filter(feedback_item__in=items)
    answers.update(summary_hash="")
    answers.exclude(words="").update(words=ERASED)
    answers.exclude(settlement_reason="").update(settlement_reason=ERASED)
    # Nobody has to settle them any more.
    answers.open_corrections().update(settlement=Settlement.REPLACED, settled_at=timezone.now())
    objections = TrailAnswer.objects.filter(feedback_item__in=items)
    objections.to_read().update(reply=ERASED, seen_at=timezone.now())
    objections.exclude(remark="").update(remark=ERASED)
    objections.exclude(reply="").update(reply=ERASED)


def _form_paths(erased: Erasure) -> set[str]:
    """Return where the staff forms begin that can hold words of what is erased."""
    paths = {
        reverse(name, args=[record.pk])
        for name, records in (
            ("feedbackitem:edit", erased.items),
            ("feedbackitem:split", erased.items),
            ("feedbackitem:answer", erased.items),
            ("feedbackitem:match", erased.items),
            ("feedbackitem:merge", erased.items),
            ("followupaction:edit", [*erased.drafted, *erased.kept]),
            ("followupaction:update", erased.drafted),
            ("followupaction:answer", erased.drafted),
            ("followupaction:supersede", erased.drafted),
            ("followupaction:feedback", [*erased.drafted, *erased.kept]),
            ("feedbackitem:actions", erased.items),
        )
        for record in records
    }
    paths |= {reverse("feedbackitem:add"), reverse("feedbackitem:letter")}
    # Lines of notes as well.
    paths |= {
        reverse("listeningsession:notes", args=[item.listening_session_id])
        for item in erased.items
        if item.listening_session_id
    }
    # The note or reason of a bulk change, which may be about one of these items.
    paths.add(reverse("feedbackitem:bulk"))
    paths |= {
        reverse("feedbackitem:undo", args=[key, operation])
        for operation, key in LineageMember.objects.filter(item__in=erased.items).values_list(
            "operation", "item"
        )
    }
    # Every transition, whatever its slug: the reasons are free text.
    move = "any"
    return paths | {
        reverse(name, args=[record.pk, move]).removesuffix(f"{move}/")
        for name, records in (
            ("feedbackitem:move", erased.items),
            ("followupaction:move", erased.drafted),
        )
        for record in records
    }
