"""Idempotency keys of registrations: sending a form twice registers once."""

import hashlib

from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.registrations.models import Registration


def sent_before(
    *, listening_session: ListeningSession, submission: str | None, name: str, email: str
) -> Registration | None:
    """Return the registration that was made with this idempotency key, if any."""
    if not submission:
        return None
    return by_key(listening_session, key_of(listening_session, submission, name, email))


def key_of(session: ListeningSession, submission: str, name: str, email: str) -> str:
    # Going back and entering another person is a new registration, not a resubmission.
    told = (session.pk, submission, name, email.lower())
    return hashlib.sha256(repr(told).encode()).hexdigest()


def by_key(session: ListeningSession, key: str) -> Registration | None:
    return Registration.objects.filter(idempotency_key=key, listening_session=session).first()
