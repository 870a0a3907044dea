"""The waitlist of a full session: first in, first out, unless staff give a reason.

Except for :func:`prioritize`, every function runs inside the caller's transaction with the pool
locked. Positions on a waitlist are unique, and change only under the lock of its pool.
"""

import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.transitions import require_reason
from sessions_app.core.services.versions import lock
from sessions_app.listening_sessions.enums import WaitlistMode
from sessions_app.listening_sessions.models import SeatPool
from sessions_app.registrations.emails import registrations as emails
from sessions_app.registrations.enums import SEATED_STATES, RegistrationState
from sessions_app.registrations.models import Registration
from sessions_app.registrations.services import seats
from sessions_app.registrations.services.personal_links import registration_token


def join(*, registration: Registration, pool: SeatPool) -> None:
    """Append a registration to the waitlist. The caller saves it."""
    registration.state = RegistrationState.WAITLISTED
    registration.position = _place_at_the_end(pool)
    pool.waiting += 1
    pool.save(update_fields=["waiting"])


def leave(*, registration: Registration, pool: SeatPool) -> None:
    """Release what a registration holds of the pool: its seats, or its position on the waitlist."""
    if registration.state in SEATED_STATES:
        pool.taken -= registration.seats
        pool.save(update_fields=["taken"])
    elif registration.state == RegistrationState.WAITLISTED:
        pool.waiting -= 1
        pool.save(update_fields=["waiting"])


def promote(*, pool: SeatPool) -> int:
    """Promote from the head of the waitlist while seats are free; return how many were promoted.

    Strictly in order: while the head needs more seats than are free, nobody behind it is served. A
    closed pool promotes nobody, and once the session has started seats are given only at check-in,
    because nobody at home could still come.
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
        if head.listening_session.starts_at <= timezone.now():
            break
        _serve(head, pool)
        served += 1
    return served


@transaction.atomic
def prioritize(
    *, registration: Registration, to_front: bool, reason: str, by: User
) -> Registration:
    """Move a registration to the front or the end of the waitlist; all others keep their order.

    The audit log keeps the reason. Free seats that the new head needs go to it at once. Raises
    :class:`ReasonRequiredError`, or :class:`EngagementError` if the registration is no longer
    waitlisted.
    """
    reason = require_reason(reason, _("Enter the reason. It is kept in the audit log."))
    pools = seats.lock_pools(listening_session=registration.listening_session)
    current = lock(registration)
    if current.state != RegistrationState.WAITLISTED:
        raise EngagementError(
            _(
                "This registration is no longer on the waitlist. Reload the page to see its "
                "current status."
            )
        )
    pool = pools[current.mode]
    before = current.position
    current.position = _place_in_front(pool) if to_front else _place_at_the_end(pool)
    current.save(update_fields=["position", "updated_at"])
    audit.record(
        instance=current,
        action="engagement.registration.prioritize",
        by=by,
        position=[before, current.position],
        to_front=to_front,
        reason=reason,
    )
    promote(pool=pool)
    current.refresh_from_db()
    return current


def _place_in_front(pool: SeatPool) -> int:
    waiting = Registration.objects.filter(
        listening_session=pool.listening_session_id,
        mode=pool.mode,
        state=RegistrationState.WAITLISTED,
    )
    first = waiting.order_by("position").values_list("position", flat=True)[0] or 1
    if first > 1:
        return first - 1
    # No number is left in front: shift all by more than the highest position, so that the unique
    # constraint is never violated on the way.
    room = pool.next_position
    waiting.order_by().update(position=F("position") + room)
    pool.next_position += room
    pool.save(update_fields=["next_position"])
    return room


def _place_at_the_end(pool: SeatPool) -> int:
    place = pool.next_position
    pool.next_position += 1
    pool.save(update_fields=["next_position"])
    return place


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
    emails.state_reached(
        registration=head,
        token=registration_token(registration=head),
        was=RegistrationState.WAITLISTED,
    )
