"""Services that prepare, send, decline and revoke invitations to a listening session.

Lock order: the invitation first, then session, pool and allotment; a transaction that holds one of
those never waits for an invitation.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.services import audit
from sessions_app.core.services.transitions import transition
from sessions_app.core.services.versions import lock
from sessions_app.listening_sessions.enums import SessionState
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.organizations.models import Contact, Organization
from sessions_app.registrations.emails import invitations as emails
from sessions_app.registrations.enums import INVITATION_TRANSITIONS, InvitationState
from sessions_app.registrations.errors import InvitationError
from sessions_app.registrations.models import Invitation, Registration
from sessions_app.registrations.services.personal_links import invitation_token


@dataclass(frozen=True)
class Guest:
    """A person to invite."""

    email: str
    name: str = ""
    organization: Organization | None = None
    contact: Contact | None = None
    language: str = "en"


@transaction.atomic
def invite(
    *, listening_session: ListeningSession, guests: Sequence[Guest], by: User
) -> list[Invitation]:
    """Prepare an invitation for each guest; nothing is sent yet.

    Addresses that are invited or registered already are skipped, so that nobody is invited twice.
    Raises :class:`InvitationError` for a session that is cancelled or over.
    """
    session = lock(listening_session)
    if not session.is_to_come():
        raise InvitationError(_("This session is cancelled or over, so you cannot invite anyone."))
    known = _addresses(Invitation.objects.exclude(state=InvitationState.REVOKED), session)
    known |= _addresses(Registration.objects.active(), session)
    made = []
    for guest in guests:
        if guest.email.lower() in known:
            continue
        known.add(guest.email.lower())
        invitation = Invitation.objects.create(
            listening_session=session,
            organization=guest.organization,
            contact=guest.contact,
            name=guest.name,
            email=guest.email,
            language=guest.language,
        )
        audit.record(instance=invitation, action="engagement.invitation.create", by=by)
        made.append(invitation)
    return made


@transaction.atomic
def send(*, invitations: Iterable[Invitation], by: User) -> int:
    """Send those of ``invitations`` that are prepared; return how many.

    Raises :class:`InvitationError` for a session that is not open to the public yet.
    """
    prepared = list(
        Invitation.objects.prepared()
        .select_for_update(of=("self",), no_key=True)
        .filter(pk__in=[invitation.pk for invitation in invitations])
        .order_by("pk")
    )
    sessions = _locked_sessions(prepared)
    count = 0
    for invitation in prepared:
        session = invitation.listening_session = sessions[invitation.listening_session_id]
        if not can_be_sent_for(session):
            raise InvitationError(
                _(
                    "Schedule the session first. Until then, the link in an invitation does "
                    "not work."
                )
            )
        invitation.sent_at = timezone.now()
        _move(invitation, InvitationState.SENT, by=by, changed=("sent_at",))
        emails.sent(invitation=invitation, token=invitation_token(invitation=invitation))
        count += 1
    return count


def can_be_sent_for(session: ListeningSession) -> bool:
    """Whether the link in an invitation to a session works."""
    return session.state == SessionState.SCHEDULED and not session.is_over()


@transaction.atomic
def decline(*, invitation: Invitation) -> Invitation:
    """Decline an invitation on behalf of the guest. Idempotent.

    Raises :class:`TransitionNotAllowedError` if the invitation was used or withdrawn.
    """
    current = lock(invitation)
    if current.state != InvitationState.DECLINED:
        current.answered_at = timezone.now()
        _move(current, InvitationState.DECLINED, by=None, changed=("answered_at",))
    return current


@transaction.atomic
def revoke(*, invitation: Invitation, by: User) -> Invitation:
    """Withdraw an unused invitation; its link says so from then on."""
    current = lock(invitation)
    _move(current, InvitationState.REVOKED, by=by)
    return current


def take(*, invitation: Invitation) -> Invitation:
    """Lock an invitation for the registration that is about to be made with it.

    Inside the caller's transaction, before any other lock. Raises :class:`InvitationError` if it
    was used before.
    """
    current = lock(invitation)
    if not current.is_usable:
        raise InvitationError(
            _(
                "This invitation has already been used or was withdrawn. If you want to "
                "come, call or write to us."
            )
        )
    return current


def accept(*, invitation: Invitation, registration: Registration) -> None:
    """Link an invitation taken by :func:`take` to its new registration."""
    invitation.registration = registration
    invitation.answered_at = timezone.now()
    _move(invitation, InvitationState.ACCEPTED, by=None, changed=("registration", "answered_at"))


def _locked_sessions(invitations: Iterable[Invitation]) -> dict[int, ListeningSession]:
    """Lock the sessions of these invitations, and return them as they are then.

    A change of a session e-mails the guests whose invitation was sent: either it waits until these
    are sent, or their words are those of after the change. Read in a second query, because a join
    would return the venue from before the wait.
    """
    found = ListeningSession.objects.filter(
        pk__in={invitation.listening_session_id for invitation in invitations}
    ).order_by("pk")
    list(found.select_for_update(no_key=True).values_list("pk"))
    joined = found.select_related("program", "venue", "room")
    return {session.pk: session for session in joined}


def _addresses(records: object, session: ListeningSession) -> set[str]:
    rows = records.filter(listening_session=session)  # type: ignore[attr-defined]
    return set(rows.values_list(Lower("email"), flat=True))


def _move(invitation: Invitation, to: str, *, by: User | None, changed: Iterable[str] = ()) -> None:
    transition(
        record=invitation,
        to=to,
        allowed=INVITATION_TRANSITIONS,
        action="engagement.invitation.move",
        by=by,
        changed=changed,
    )
