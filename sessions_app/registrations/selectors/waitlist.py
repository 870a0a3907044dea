"""Positions on the waitlist of a full session."""

from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.models import Registration


def place_in_line(*, registration: Registration) -> int | None:
    """Return the 1-based position on the waitlist; None for a registration that is not waitlisted.

    ``Registration.position`` only defines the order: it has gaps.
    """
    if registration.state != RegistrationState.WAITLISTED:
        return None
    ahead = Registration.objects.filter(
        listening_session=registration.listening_session_id,
        mode=registration.mode,
        state=RegistrationState.WAITLISTED,
        position__lt=registration.position,
    )
    return ahead.count() + 1
