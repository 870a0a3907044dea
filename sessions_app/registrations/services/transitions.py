"""State transitions of a registration: approve, decline, cancel, accept an offered seat.

All run under a lock on the session's pools; a freed seat goes to the head of the waitlist in the
same transaction.
"""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.transitions import check_transition, require_reason, transition
from sessions_app.listening_sessions.models import SeatAllotment, SeatPool
from sessions_app.registrations.emails import registrations as emails
from sessions_app.registrations.enums import REGISTRATION_TRANSITIONS, RegistrationState
from sessions_app.registrations.models import Registration
from sessions_app.registrations.services import accommodations as accommodation_service
from sessions_app.registrations.services import personal_links, seats, waitlist
from sessions_app.registrations.services.checks import (
    require_changeable,
    require_not_checked_in,
    require_to_come,
)
from sessions_app.registrations.services.personal_links import registration_token
from sessions_app.registrations.services.registrations import locked, seat_or_wait

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_LOGGED_AS = "engagement.registration.move"


@transaction.atomic
def cancel(*, registration: Registration, by: User | None = None, reason: str = "") -> Registration:
    """Cancel a registration, e-mail the registrant, and give its seats to the waitlist.

    Raises :class:`TransitionNotAllowedError` if it was cancelled already or has ended.
    """
    pools, current = locked(registration)
    if by is None:
        require_changeable(current)
    end(registration=current, pools=pools, to=RegistrationState.CANCELLED, reason=reason, by=by)
    return current


@transaction.atomic
def approve(*, registration: Registration, by: User) -> Registration:
    """Approve a registration: it gets its seats, or a position on the waitlist.

    Raises :class:`EngagementError` if the session is over or does not take place.
    """
    pools, current = locked(registration)
    require_to_come(current.listening_session)
    check_transition(
        record=current, to=RegistrationState.CONFIRMED, allowed=REGISTRATION_TRANSITIONS
    )
    seat_or_wait(current, pools[current.mode])
    current.save()
    audit.record(
        instance=current,
        action=_LOGGED_AS,
        by=by,
        state=[RegistrationState.PENDING_APPROVAL, current.state],
    )
    emails.state_reached(
        registration=current,
        token=registration_token(registration=current),
        was=RegistrationState.PENDING_APPROVAL,
    )
    return current


@transaction.atomic
def approve_all(*, registrations: Sequence[Registration], by: User) -> list[Registration]:
    """Approve several registrations of a session in the given order, or none of them."""
    return [approve(registration=registration, by=by) for registration in registrations]


@transaction.atomic
def decline_all(
    *, registrations: Sequence[Registration], reason: str, by: User
) -> list[Registration]:
    """Decline several registrations with one reason, or none of them."""
    return [
        decline(registration=registration, reason=reason, by=by) for registration in registrations
    ]


@transaction.atomic
def decline(*, registration: Registration, reason: str, by: User) -> Registration:
    """Decline a registration that awaits approval; the reason is in the e-mail."""
    reason = require_reason(reason, _("Enter the reason. The registrant will read it."))
    pools, current = locked(registration)
    end(registration=current, pools=pools, to=RegistrationState.DECLINED, reason=reason, by=by)
    return current


@transaction.atomic
def accept_offer(*, registration: Registration) -> Registration:
    """Accept an offered seat before the offer expires."""
    _pools, current = locked(registration)
    check_transition(
        record=current, to=RegistrationState.CONFIRMED, allowed=REGISTRATION_TRANSITIONS
    )
    if current.state != RegistrationState.OFFERED or current.offer_expires_at is None:
        raise EngagementError(_("There is no offer to accept."))
    if current.offer_expires_at <= timezone.now():
        raise EngagementError(
            _(
                "This offer has expired, and the seat went to the next person on the "
                "waitlist. You can register again."
            )
        )
    current.offer_expires_at = None
    transition(
        record=current,
        to=RegistrationState.CONFIRMED,
        allowed=REGISTRATION_TRANSITIONS,
        action=_LOGGED_AS,
        by=None,
        changed=("offer_expires_at",),
    )
    emails.state_reached(
        registration=current,
        token=registration_token(registration=current),
        was=RegistrationState.OFFERED,
    )
    return current


@transaction.atomic
def replace_link(*, registration: Registration, by: User) -> Registration:
    """Revoke the personal link of a registration, and e-mail a new one to its address.

    For a link that somebody else has, because anyone with the link can change or cancel. Raises
    :class:`EngagementError` if there is no address to send the new one to.
    """
    _pools, current = locked(registration)
    if not current.email:
        raise EngagementError(
            _("This registration has no e-mail address, so we cannot send a new link.")
        )
    closed = personal_links.revoke(registration=current)
    audit.record(
        instance=current, action="engagement.registration.replace_link", by=by, closed=closed
    )
    token = registration_token(registration=current)
    emails.link_replaced(registration=current, token=token)
    return current


def expire_offers(*, now: datetime.datetime | None = None) -> int:
    """Expire offers past their deadline, and promote from the waitlist. Return how many."""
    now = now or timezone.now()
    expired = Registration.objects.filter(
        state=RegistrationState.OFFERED, offer_expires_at__lte=now
    ).order_by("offer_expires_at", "pk")[:500]
    count = 0
    for registration in expired:
        with transaction.atomic():
            pools, current = locked(registration)
            if current.state != RegistrationState.OFFERED:
                continue  # accepted while this transaction waited for the lock
            expire(
                registration=current,
                pools=pools,
                reason=gettext_lazy("The seat offer has expired."),
            )
            count += 1
    return count


def expire(
    *,
    registration: Registration,
    pools: dict[str, SeatPool],
    reason: "StrPromise",
    by: User | None = None,
    tell: bool = True,
) -> None:
    """End a locked registration without attendance, with a reason that the registrant can read."""
    with translation.override(registration.language):
        words = str(reason)
    end(
        registration=registration,
        pools=pools,
        to=RegistrationState.EXPIRED,
        by=by,
        reason=words,
        tell=tell,
    )


def end(
    *,
    registration: Registration,
    pools: dict[str, SeatPool],
    to: str,
    by: User | None,
    reason: str = "",
    tell: bool = True,
) -> None:
    """End a locked registration: release its seats, log, e-mail, and promote from the waitlist.

    Inside the caller's transaction, with the session's pools and the registration locked. Raises
    :class:`CheckedInError` if one of its people is checked in.
    """
    check_transition(record=registration, to=to, allowed=REGISTRATION_TRANSITIONS)
    require_not_checked_in(registration.attendees.coming(), by=by)
    was = registration.state
    pool = pools[registration.mode]
    waitlist.leave(registration=registration, pool=pool)
    allotment = SeatAllotment.objects.filter(
        listening_session=registration.listening_session, organization=registration.organization
    ).first()
    seats.count_against(allotment=allotment, seats=-registration.seats)
    registration.position = registration.offer_expires_at = None
    transition(
        record=registration,
        to=to,
        allowed=REGISTRATION_TRANSITIONS,
        action=_LOGGED_AS,
        by=by,
        reason=reason,
        changed=("position", "offer_expires_at"),
    )
    accommodation_service.withdraw_all(registration=registration, by=by)
    if tell:
        emails.state_reached(
            registration=registration,
            token=registration_token(registration=registration),
            was=was,
        )
    waitlist.promote(pool=pool)
