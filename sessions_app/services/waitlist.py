"""The line for a full session: first come, first served.

Every function runs inside the caller's transaction with the pool locked.
"""

import datetime

from django.utils import timezone

from sessions_app.enums import SEATED_STATES, RegistrationState, WaitlistMode
from sessions_app.messages import registrations as messages
from sessions_app.models import Registration, SeatPool
from sessions_app.services import audit, seats
from sessions_app.services.access_tokens import registration_token


def join(*, registration: Registration, pool: SeatPool) -> None:
    """Put a registration at the end of the line. The caller saves it."""
    registration.state = RegistrationState.WAITLISTED
    registration.position = pool.next_position
    pool.next_position += 1
    pool.waiting += 1
    pool.save(update_fields=["next_position", "waiting"])


def leave(*, registration: Registration, pool: SeatPool) -> None:
    """Give back what a registration holds of the pool: its seats, or its place in the line."""
    if registration.state in SEATED_STATES:
        pool.taken -= registration.seats
        pool.save(update_fields=["taken"])
    elif registration.state == RegistrationState.WAITLISTED:
        pool.waiting -= 1
        pool.save(update_fields=["waiting"])


def promote(*, pool: SeatPool) -> int:
    """Give free seats to the head of the line, again and again; return how many were given.

    Strictly in order: while the head needs more seats than are free, nobody behind it is
    served. A pool that takes nobody promotes nobody.
    """
    served = 0
    while pool.is_open and pool.waiting:
        head = (
            Registration.objects.select_for_update(of=("self",), no_key=True)
            .select_related(
                "listening_session__program", "listening_session__venue", "listening_session__room"
            )
            .filter(
                listening_session=pool.listening_session_id,
                mode=pool.mode,
                state=RegistrationState.WAITLISTED,
            )
            .order_by("position")
            .first()
        )
        if head is None or not seats.fits(pool, head.seats):
            break
        _serve(head, pool)
        served += 1
    return served


def _serve(head: Registration, pool: SeatPool) -> None:
    session = head.listening_session
    pool.taken += head.seats
    pool.waiting -= 1
    pool.save(update_fields=["taken", "waiting"])
    head.position = None
    if session.waitlist_mode == WaitlistMode.OFFER:
        head.state = RegistrationState.OFFERED
        lasts_until = timezone.now() + datetime.timedelta(hours=session.offer_hours)
        head.offer_expires_at = min(lasts_until, session.starts_at)
    else:
        head.state = RegistrationState.CONFIRMED
    head.save()
    audit.record(
        instance=head,
        action="engagement.registration.move",
        by=None,
        state=[RegistrationState.WAITLISTED, head.state],
    )
    messages.state_reached(registration=head, token=registration_token(registration=head))
