"""Follow-up actions as the public sees them, and who had a part in them."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from engagement_site.accounts.models import User
from sessions_app.actions.enums import ActionState
from sessions_app.actions.models import ActionLink, ActionUpdate, FollowUpAction
from sessions_app.core.models import AuditEntry
from sessions_app.core.selectors.search import matching
from sessions_app.feedback.models import FeedbackItem
from sessions_app.organizations.models import Contact


def public_actions(
    *,
    state: str | None = None,
    program: str | None = None,
    agency: str | None = None,
    q: str = "",
) -> QuerySet[FollowUpAction]:
    """Return the actions in the public tracker, the most recent public update first.

    ``program`` is a slug, ``agency`` an abbreviation (leading or supporting).
    """
    actions = FollowUpAction.objects.public().order_by("-last_update_at", "-pk")
    if state:
        actions = actions.filter(state=state)
    if program:
        actions = actions.filter(program__slug=program)
    if agency:
        actions = actions.filter(
            Q(lead_agency__abbreviation=agency)
            | Q(
                pk__in=FollowUpAction.supporting_agencies.through.objects.filter(
                    agency__abbreviation=agency
                ).values("followupaction_id")
            )
        )
    if q:
        actions = matching(actions, fields=["title", "description", "reference"], text=q)
    return actions.select_related("program", "lead_agency")


@dataclass(frozen=True)
class PublicAction:
    """A public action with its public updates, newest first, and its approved summaries."""

    action: FollowUpAction
    updates: list[ActionUpdate]
    links: list[ActionLink]


def public_action(*, reference: str) -> PublicAction:
    """Return a public action with its public updates, and links to approved summaries only.

    Raises ``FollowUpAction.DoesNotExist`` for private and unknown actions alike.
    """
    action = (
        FollowUpAction.objects.public()
        .select_related("program", "lead_agency")
        .prefetch_related("supporting_agencies")
        .get(reference=reference)
    )
    updates = action.updates.filter(is_public=True).prefetch_related("evidence")
    links = action.feedback_links.filter(
        feedback_item__in=FeedbackItem.objects.public()
    ).select_related("feedback_item__organization", "feedback_item__listening_session")
    return PublicAction(action, list(updates), list(links))


def declined_ledger() -> QuerySet[FollowUpAction]:
    """Return public actions that were declined, each with its reason, newest first."""
    return public_actions(state=ActionState.DECLINED)


def had_a_part(action: FollowUpAction, user: User) -> bool:
    """Whether a user has owned or completed an action at any time.

    Past owners are read from the audit log, which names both owners of every change, and who
    completed it from the updates; nobody can edit either. The answer holds for a locked row.
    """
    if action.owner_id == user.pk:
        return True
    completions = action.updates.filter(by=user, to_state=ActionState.COMPLETED)
    if completions.exclude(from_state=ActionState.COMPLETED).exists():
        return True
    owned = Q(data__owner__0=user.pk) | Q(data__owner__1=user.pk)
    # Somebody who had no account when they owned it, also if nobody has linked the two.
    for contact in Contact.objects.filter(Q(user=user) | Q(email__iexact=user.email)):
        if action.owner_contact_id == contact.pk:
            return True
        owned |= Q(data__owner_contact__0=contact.pk) | Q(data__owner_contact__1=contact.pk)
    return AuditEntry.objects.for_instance(action).filter(owned).exists()
