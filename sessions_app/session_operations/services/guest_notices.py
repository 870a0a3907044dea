"""Notifies guests who have not answered when the session they are invited to moves or ends.

Guests who answered are registered and notified as such, or have declined.
"""

from collections.abc import Callable

from django.conf import settings
from django.db.models import QuerySet

from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.mail.emails.rendering import RenderedEmail
from sessions_app.registrations.emails import invitations as emails
from sessions_app.registrations.enums import InvitationState
from sessions_app.registrations.models import Invitation
from sessions_app.registrations.services.personal_links import invitation_token


def guests_to_tell(*sessions: ListeningSession) -> QuerySet[Invitation]:
    """Return the invitations that were sent and not yet answered."""
    return Invitation.objects.filter(
        listening_session__in=sessions, state=InvitationState.SENT
    ).select_related("organization")


def sample_emails(
    guests: QuerySet[Invitation],
    show: Callable[[int], ListeningSession],
    render: Callable[[Invitation], RenderedEmail],
) -> list[tuple[str, RenderedEmail]]:
    """Return one e-mail for each language that the guests read, with the language's name.

    ``show`` returns the session with that primary key as it would be after the change.
    """
    samples = []
    for code, name in settings.LANGUAGES:
        guest = guests.filter(language=code).order_by("pk").first()
        if guest is not None:
            guest.listening_session = show(guest.listening_session_id)
            samples.append((str(name), render(guest)))
    return samples


def tell_change(
    *, session: ListeningSession, before: ListeningSession | None = None, note: str = ""
) -> None:
    """E-mail the guests that the session moved; ``before`` is the session before the change."""
    for guest in _with_session(session):
        token = invitation_token(invitation=guest)
        emails.session_changed(invitation=guest, token=token, before=before, note=note)


def tell_called_off(*, session: ListeningSession, kind: str) -> None:
    """E-mail the guests that the session is postponed or cancelled, depending on the kind."""
    for guest in _with_session(session):
        token = invitation_token(invitation=guest)
        emails.session_called_off(kind=kind, invitation=guest, token=token)


def _with_session(session: ListeningSession) -> list[Invitation]:
    found = list(guests_to_tell(session).order_by("pk"))
    for guest in found:
        guest.listening_session = session  # one shared instance, already up to date
    return found
