"""Services that record attendance, for each attendee and registration."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.transitions import transition
from sessions_app.core.services.versions import lock
from sessions_app.registrations.enums import REGISTRATION_TRANSITIONS, RegistrationState
from sessions_app.registrations.models import Attendee, Registration

#: Final states of a registration after close-out.
_AFTERWARDS = (RegistrationState.ATTENDED, RegistrationState.NO_SHOW)


@transaction.atomic
def correct_attendance(*, registration: Registration, attended: bool, by: User) -> Registration:
    """Correct whether a registration was attended, after its session was closed out.

    Applies to all of its attendees. Raises :class:`EngagementError` for a registration whose
    session is not closed out yet, and :class:`TransitionNotAllowedError` if it has that state
    already.
    """
    current = lock(registration)
    if current.state not in _AFTERWARDS:
        raise EngagementError(_("Record attendance when you close the session."))
    for person in current.attendees.coming():
        note_presence(person, came=attended, absent=not attended, by=by)
    settle(current, attended=attended, by=by)
    return current


def note_presence(person: Attendee, *, came: bool, absent: bool, by: User) -> bool:
    """Set the check-in time of those present, clear the others'; return whether any came.

    The audit log keeps who was checked in and counted as absent afterwards.
    """
    was_here = person.checked_in_at is not None
    is_here = came or (was_here and not absent)
    if is_here != was_here:
        person.checked_in_at = timezone.now() if is_here else None
        person.save(update_fields=["checked_in_at"])
    if was_here and not is_here:
        record_check_in(person, by=by)
    return is_here


def record_check_in(person: Attendee, *, by: User) -> None:
    """Log whether somebody is checked in. By key, without the name."""
    audit.record(
        instance=person.registration,
        action="engagement.registration.check_in",
        by=by,
        attendee=person.pk,
        is_here=person.checked_in_at is not None,
    )


def settle(registration: Registration, *, attended: bool, by: User) -> None:
    """Record the outcome of a registration at close-out. Inside the caller's transaction."""
    transition(
        record=registration,
        to=RegistrationState.ATTENDED if attended else RegistrationState.NO_SHOW,
        allowed=REGISTRATION_TRANSITIONS,
        action="engagement.registration.move",
        by=by,
    )
