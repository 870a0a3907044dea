"""The active registration of an address."""

from django.db.models import Value
from django.db.models.functions import Lower

from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.registrations.models import Registration


def active_registration(session: ListeningSession, email: str) -> Registration | None:
    """Return the active registration of an address for a session, if any."""
    if not email:
        return None
    # Found by the index that keeps an address from registering twice.
    found = (
        Registration.objects.active()
        .annotate(address=Lower("email"))
        .filter(listening_session=session, address=Lower(Value(email)))
        .first()
    )
    if found is not None:
        found.listening_session = session
    return found
