"""Who can be invited to a session, and who has been."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.organizations.enums import VerificationState
from sessions_app.organizations.models import Membership, Organization
from sessions_app.registrations.enums import InvitationState
from sessions_app.registrations.models import Invitation

#: Current contacts who consented to e-mail.
_MAY_BE_INVITED = Q(
    memberships__ended_on__isnull=True, memberships__contact__email_consent=True
) & ~Q(memberships__contact__email="")


def organizations_to_invite() -> QuerySet[Organization]:
    """Return organizations with at least one contact who consented to e-mail; ``contacts_count``
    is their number.
    """
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
    """Return memberships that may be invited, with contact and organization joined."""
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
    """Return the language for e-mails to a contact: their preference if supported, or English."""
    language = membership.contact.preferred_language
    return language.code if language and language.code in dict(settings.LANGUAGES) else "en"


@dataclass(frozen=True)
class InvitationCount:
    state: str
    label: str
    count: int


def invitations_by_state(*, listening_session: ListeningSession) -> list[InvitationCount]:
    """Return the number of invitations to a session by state, in the order of the states."""
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
