"""Telling guests who have not answered that the session of their invitation moves or ends.

Whoever answered is told as a registration, or said that they cannot come.
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


def guests_to_tell(session: ListeningSession) -> QuerySet[Invitation]:
    """Return the invitations that were sent and are not answered yet."""
    return session.invitations.filter(state=InvitationState.SENT).select_related("organization")


def sample_emails(
    session: ListeningSession, render: Callable[[Invitation], RenderedEmail]
) -> list[tuple[str, RenderedEmail]]:
    """Return one e-mail for each language that the guests read, with the language's name.

    ``session`` is the one that the e-mails are about, as it would be.
    """
    samples = []
    for code, name in settings.LANGUAGES:
        guest = guests_to_tell(session).filter(language=code).order_by("pk").first()
        if guest is not None:
            guest.listening_session = session
            samples.append((str(name), render(guest)))
    return samples


def tell_change(
    *, session: ListeningSession, before: ListeningSession | None = None, note: str = ""
) -> None:
    """Write that the session has another time or place; ``before`` is the session as it was."""
    for guest in _with_session(session):
        token = invitation_token(invitation=guest)
        emails.session_changed(invitation=guest, token=token, before=before, note=note)


def tell_called_off(*, session: ListeningSession, kind: str) -> None:
    """Write that the session is postponed or cancelled, as the kind of e-mail says."""
    for guest in _with_session(session):
        token = invitation_token(invitation=guest)
        emails.session_called_off(kind=kind, invitation=guest, token=token)


def _with_session(session: ListeningSession) -> list[Invitation]:
    found = list(guests_to_tell(session).order_by("pk"))
    for guest in found:
        guest.listening_session = session  # one instance, as it is now
    return found
