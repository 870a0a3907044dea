"""Who could be invited to a session, and who is."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.organizations.enums import VerificationState
from sessions_app.organizations.models import Membership, Organization
from sessions_app.registrations.enums import InvitationState
from sessions_app.registrations.models import Invitation

#: Contacts who may be written to and are at the organization now.
_MAY_BE_INVITED = Q(
    memberships__ended_on__isnull=True, memberships__contact__email_consent=True
) & ~Q(memberships__contact__email="")


def organizations_to_invite() -> QuerySet[Organization]:
    """Return organizations with somebody who agreed to be written to; ``contacts_count`` says
    how many."""
    return (
        Organization.objects.current()
        .exclude(verification=VerificationState.DECLINED)
        .annotate(
            contacts_count=Count("memberships__contact", filter=_MAY_BE_INVITED, distinct=True)
        )
        .filter(contacts_count__gt=0)
        .order_by("name", "pk")
    )


def current_members(*, organizations: Iterable[Organization]) -> list[Membership]:
    """Return who at these organizations may be invited, with contact and organization."""
    return list(
        Membership.objects.filter(
            organization__in=list(organizations),
            ended_on__isnull=True,
            contact__email_consent=True,
        )
        .exclude(contact__email="")
        .select_related("contact__preferred_language", "organization")
        .order_by("organization__name", "contact__name", "pk")
    )


def language_of(membership: Membership) -> str:
    """Return the language in which to write to a contact: theirs if we speak it, or English."""
    language = membership.contact.preferred_language
    return language.code if language and language.code in dict(settings.LANGUAGES) else "en"


@dataclass(frozen=True)
class InvitationCount:
    state: str
    label: str
    count: int


def invitations_by_state(*, listening_session: ListeningSession) -> list[InvitationCount]:
    """Return how many invitations to a session are in each state, in the order of the states."""
    rows = (
        Invitation.objects.filter(listening_session=listening_session)
        .order_by()
        .values("state")
        .annotate(n=Count("pk"))
    )
    counts = {row["state"]: row["n"] for row in rows}
    return [
        InvitationCount(state.value, str(state.label), counts[state])
        for state in InvitationState
        if state in counts
    ]
