"""Changing a registration: who comes, how, and what they need."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.enums import SEATED_STATES, RegistrationState
from sessions_app.errors import EngagementError
from sessions_app.messages import registrations as messages
from sessions_app.models import Attendee, Registration, SeatPool
from sessions_app.services import accommodations as accommodation_service
from sessions_app.services import audit, seats, waitlist
from sessions_app.services.access_tokens import registration_token
from sessions_app.services.accommodations import AccommodationInput
from sessions_app.services.registration_checks import require_changeable, require_mode, too_few
from sessions_app.services.registration_questions import answers_to_keep
from sessions_app.services.registrations import AttendeeInput, locked, seat_or_wait


@transaction.atomic
def change(
    *,
    registration: Registration,
    attendees: Sequence[AttendeeInput],
    phone: str | None = None,
    accommodations: Sequence[AccommodationInput] | None = None,
    mode: str | None = None,
    answers: Mapping[int, str] | None = None,
    by: User | None = None,
) -> Registration:
    """Change who comes, how, and what they need; write to the registrant.

    More people, or another way of attending, need free seats that nobody waits for; else
    :class:`SeatsUnavailableError`, and nothing changes. Seats given up go to the waitlist
    at once. On the waitlist more people keep their place, and another way of attending
    joins that line at its end.
    """
    pools, current = locked(registration)
    require_changeable(current)
    if not attendees:
        raise EngagementError(_("Name at least one person who comes, or cancel the registration."))
    new_mode = mode or current.mode
    require_mode(current.listening_session, new_mode)
    before = (current.mode, current.seats)
    allotment = seats.allotment_of(
        listening_session=current.listening_session, organization=current.organization
    )
    seats.count_against(allotment=allotment, seats=len(attendees) - current.seats)
    freed = _move_seats(current, pools, new_mode, len(attendees))
    current.mode, current.seats = new_mode, len(attendees)
    if phone is not None:
        current.phone = phone
    if answers is not None:
        current.answers = answers_to_keep(
            listening_session=current.listening_session,
            given=answers,
            known=current.answers,
            is_required=by is None,
        )
    current.save()
    _set_attendees(current, attendees)
    if accommodations is not None:
        accommodation_service.set_needs(registration=current, needs=accommodations, by=by)
    audit.record(
        instance=current,
        action="engagement.registration.change",
        by=by,
        mode=[before[0], new_mode],
        seats=[before[1], len(attendees)],
    )
    messages.changed(registration=current, token=registration_token(registration=current))
    for pool in freed:
        waitlist.promote(pool=pool)
    return current


def _move_seats(
    current: Registration, pools: dict[str, SeatPool], new_mode: str, new_seats: int
) -> list[SeatPool]:
    """Move a registration's seats between locked pools; return the pools that got room."""
    old, new = pools[current.mode], pools[new_mode]
    if current.state == RegistrationState.WAITLISTED:
        if old is not new:
            waitlist.leave(registration=current, pool=old)
            current.seats, current.position = new_seats, None
            seat_or_wait(current, new)
        # The head of the line may have changed, or want fewer seats than are free.
        return [old, new]
    if current.state not in SEATED_STATES:
        return []
    more = new_seats - (current.seats if old is new else 0)
    if more > 0 and (new.waiting or not seats.fits(new, more)):
        raise too_few(new)
    old.taken -= current.seats
    new.taken += new_seats
    for pool in {old.pk: old, new.pk: new}.values():
        pool.save(update_fields=["taken"])
    return [old]


def _set_attendees(registration: Registration, people: Sequence[AttendeeInput]) -> None:
    known = {attendee.pk: attendee for attendee in registration.attendees.coming()}
    for person in people:
        attendee = known.pop(person.id, None) if person.id is not None else None
        attendee = attendee or Attendee(registration=registration)
        attendee.name, attendee.email = person.name, person.email
        attendee.save()
    registration.attendees.filter(pk__in=known).update(withdrawn_at=timezone.now())
