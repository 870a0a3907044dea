"""Positions on the waitlist of a full session."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from sessions_app.listening_sessions.models import ListeningSession
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


def next_to_be_seated(
    session: ListeningSession, *, capacities: Mapping[str, int | None]
) -> list[Registration]:
    """Return to whom free seats would go if the session's pools had these capacities, and opened.

    A preview: ``services.waitlist.promote`` decides under the lock of the pool, by the same rule.
    """
    found: list[Registration] = []
    if session.starts_at <= timezone.now():
        return found
    for pool in session.seat_pools.filter(waiting__gt=0, mode__in=session.modes).order_by("mode"):
        capacity = capacities.get(pool.mode, pool.capacity)
        free = None if capacity is None else capacity - pool.taken
        waiting = session.registrations.filter(mode=pool.mode, state=RegistrationState.WAITLISTED)
        for head in waiting.order_by("position"):
            if free is not None:
                if head.seats > free:
                    break
                free -= head.seats
            found.append(head)
    return found


@dataclass(frozen=True)
class BlockedWaitlist:
    """Free seats that nobody gets, because the first group on the waitlist needs more."""

    mode_label: str
    free: int
    head: Registration


def blocked_waitlists(session: ListeningSession) -> list[BlockedWaitlist]:
    """Return the waitlists of a session whose head needs more seats than are free."""
    blocked = []
    for pool in session.seat_pools.filter(waiting__gt=0).order_by("mode"):
        head = (
            session.registrations.filter(mode=pool.mode, state=RegistrationState.WAITLISTED)
            .order_by("position")
            .first()
        )
        if head is not None and pool.free and head.seats > pool.free:
            blocked.append(BlockedWaitlist(str(pool.get_mode_display()), pool.free, head))
    return blocked
