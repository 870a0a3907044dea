"""Sessions as pages show them: each with whether one may register for it."""

from collections.abc import Iterable

from sessions_app.listening_sessions.selectors.sessions import (
    RegistrationStatus,
    registration_status,
)
from sessions_app.models import ListeningSession

Entry = tuple[ListeningSession, RegistrationStatus]


def with_status(sessions: Iterable[ListeningSession]) -> list[Entry]:
    """Return the sessions with their status; their seat pools are to be prefetched."""
    return [(each, registration_status(listening_session=each)) for each in sessions]


def going_ahead(entries: Iterable[Entry]) -> list[Entry]:
    """Leave out what is cancelled or postponed: nobody can come to that."""
    return [entry for entry in entries if entry[1].code not in {"cancelled", "postponed"}]
