"""Positions on the waitlist of a full session."""

from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.models import Registration


def place_in_line(*, registration: Registration) -> int | None:
    """Return the place from 1 on, as a person counts it; None for somebody who does not wait.

    ``Registration.position`` only says who comes before whom: numbers are left out in it.
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
