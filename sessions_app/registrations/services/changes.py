"""Services that change a registration: attendees, attendance mode and accommodations."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.transitions import check_transition
from sessions_app.core.services.versions import require_version, version_of
from sessions_app.listening_sessions.enums import WaitlistMode
from sessions_app.listening_sessions.models import SeatAllotment, SeatPool
from sessions_app.organizations.models import Organization
from sessions_app.registrations.emails import registrations as emails
from sessions_app.registrations.emails.attendees import addressees_of, followed
from sessions_app.registrations.enums import (
    REGISTRATION_TRANSITIONS,
    SEATED_STATES,
    RegistrationSource,
    RegistrationState,
)
from sessions_app.registrations.models import Attendee, Invitation, Registration
from sessions_app.registrations.services import accommodations as accommodation_service
from sessions_app.registrations.services import seats, waitlist
from sessions_app.registrations.services.accommodations import AccommodationInput
from sessions_app.registrations.services.checks import (
    require_changeable,
    require_group_size,
    require_mode,
    require_not_checked_in,
    require_room,
    too_few,
)
from sessions_app.registrations.services.personal_links import registration_token
from sessions_app.registrations.services.questions import validate_answers
from sessions_app.registrations.services.registrations import (
    AttendeeInput,
    locked,
    organization_for,
    seat_or_wait,
)


@transaction.atomic
def change(
    *,
    registration: Registration,
    attendees: Sequence[AttendeeInput],
    name: str | None = None,
    organization_name: str | None = None,
    phone: str | None = None,
    language: str | None = None,
    accommodations: Sequence[AccommodationInput] | None = None,
    mode: str | None = None,
    answers: Mapping[int, str] | None = None,
    may_wait: bool = False,
    by: User | None = None,
    expected_version: str = "",
) -> Registration:
    """Change attendees, attendance mode and accommodations; e-mail the people concerned.

    The name of the registrant, the organization and the phone number can be corrected; None leaves
    them unchanged. For the e-mail address see :mod:`.addresses`. A corrected organization is
    matched again, and its seats are counted against the other allotment.

    More people, or another way of attending, need free seats and an empty waitlist; otherwise
    :class:`SeatsUnavailableError`, and nothing changes. With ``may_wait``, a registration that
    changes to a way of attending with too few seats gives up its seats and joins the end of that
    waitlist. Seats given up are offered to the waitlist at once. A waitlisted registration keeps
    its position if it adds people, and goes to the end of the other waitlist if it changes the way
    of attending.

    Raises :class:`ChangedMeanwhileError` if the registration is not at the ``expected_version``.
    """
    # Before the pools are locked: both lock the session.
    accommodation_service.reopen_readiness(
        registration=registration, needs=accommodations or (), by=by
    )
    organization = _matched(registration, organization_name)
    allotment = seats.allotment_of(
        listening_session=registration.listening_session, organization=organization
    )
    pools, current = locked(registration)
    require_version(expected=expected_version, current=version_of(current))
    require_changeable(current, by=by)
    attendees = _with_corrected_name(current, attendees, name)
    if not attendees:
        raise EngagementError(
            _("Enter the name of at least one person who is coming, or cancel the registration.")
        )
    if len(attendees) > current.seats:
        source = RegistrationSource.STAFF if by else current.source
        require_group_size(current.listening_session, len(attendees), source=source)
    new_mode = mode or current.mode
    require_mode(current.listening_session, new_mode)
    before = (current.mode, current.seats, current.state)
    known = {attendee.pk: attendee for attendee in current.attendees.coming()}
    told = addressees_of(current, known.values())
    require_not_checked_in(_touched(known, attendees, current, new_mode, by), by=by)
    _count_against(current, organization, allotment, len(attendees))
    freed = _move_seats(current, pools, new_mode, len(attendees), may_wait)
    current.mode_changes += new_mode != current.mode
    current.mode, current.seats = new_mode, len(attendees)
    current.name = name or current.name
    if organization_name is not None:
        current.organization_name = organization_name
    if phone is not None:
        current.phone = phone
    if language is not None:
        current.language = language
    if answers is not None:
        current.answers = validate_answers(
            listening_session=current.listening_session,
            given=answers,
            known=current.answers,
            is_required=by is None,
        )
    current.save()
    _set_attendees(current, known, attendees)
    if accommodations is not None:
        accommodation_service.set_needs(registration=current, needs=accommodations, by=by)
    audit.record(
        instance=current,
        action="engagement.registration.change",
        by=by,
        mode=[before[0], new_mode],
        seats=[before[1], len(attendees)],
        state=[before[2], current.state],
    )
    token = registration_token(registration=current)
    if current.state != before[2]:
        emails.tell_registrant(registration=current, token=token, was=before[2])
    else:
        emails.changed(registration=current, token=token)
    followed(
        registration=current,
        before=told,
        had_seats=before[2] == RegistrationState.CONFIRMED,
        is_moved=before[0] != current.mode,
    )
    for pool in freed:
        waitlist.promote(pool=pool)
    return current


@transaction.atomic
def switch(*, registration: Registration, by: User, may_wait: bool = False) -> Registration:
    """Change to the other way of attending; nothing else changes. See :func:`change`."""
    _pools, current = locked(registration)
    others = [mode for mode in current.listening_session.modes if mode != current.mode]
    if not others:
        raise EngagementError(
            _("This session is only in person or only online, so there is nothing to switch to.")
        )
    return change(
        registration=current,
        attendees=[
            AttendeeInput(person.name, person.email, person.pk)
            for person in current.attendees.coming()
        ],
        mode=others[0],
        may_wait=may_wait,
        by=by,
    )


def _matched(registration: Registration, organization_name: str | None) -> Organization | None:
    """Return the organization of a registration after its name was corrected."""
    if organization_name in (None, registration.organization_name):
        return registration.organization
    return organization_for(
        registration.email,
        organization_name or "",
        Invitation.objects.filter(registration=registration).first(),
    )


def _count_against(
    current: Registration,
    organization: Organization | None,
    allotment: SeatAllotment | None,
    new_seats: int,
) -> None:
    """Count the seats of a changed registration against the allotment of its organization."""
    if organization == current.organization:
        seats.count_against(allotment=allotment, seats=new_seats - current.seats)
        return
    before = seats.allotment_of(
        listening_session=current.listening_session, organization=current.organization
    )
    seats.count_against(allotment=before, seats=-current.seats)
    seats.count_against(allotment=allotment, seats=new_seats)
    current.organization = organization


def _with_corrected_name(
    current: Registration, people: Sequence[AttendeeInput], name: str | None
) -> list[AttendeeInput]:
    """Return the attendees with the registrant's new name, where the registrant is one of them."""
    if not name or name == current.name:
        return list(people)
    return [
        replace(person, name=name)
        if person.name == current.name and person.email.lower() == current.email.lower()
        else person
        for person in people
    ]


def _move_seats(
    current: Registration,
    pools: dict[str, SeatPool],
    new_mode: str,
    new_seats: int,
    may_wait: bool,
) -> list[SeatPool]:
    """Move a registration's seats between locked pools; return the pools that have room."""
    old, new = pools[current.mode], pools[new_mode]
    if current.state == RegistrationState.WAITLISTED:
        if old is not new:
            waitlist.leave(registration=current, pool=old)
            current.seats, current.position = new_seats, None
            seat_or_wait(current, new)
        elif new_seats > current.seats:
            require_room(new, new_seats)
        # The head of the waitlist may have changed, or need fewer seats than are free.
        return [old, new]
    if current.state not in SEATED_STATES:
        return []
    more = new_seats - (current.seats if old is new else 0)
    if more > 0 and (new.waiting or not seats.fits(new, more)):
        keeps_a_line = current.listening_session.waitlist_mode != WaitlistMode.NONE
        if old is new or not may_wait or not keeps_a_line:
            raise too_few(new)
        check_transition(
            record=current, to=RegistrationState.WAITLISTED, allowed=REGISTRATION_TRANSITIONS
        )
        require_room(new, new_seats)
        waitlist.leave(registration=current, pool=old)
        current.offer_expires_at = None
        waitlist.join(registration=current, pool=new)
        return [old]
    old.taken -= current.seats
    new.taken += new_seats
    for pool in {old.pk: old, new.pk: new}.values():
        pool.save(update_fields=["taken"])
    return [old]


def _touched(
    known: dict[int, Attendee],
    people: Sequence[AttendeeInput],
    current: Registration,
    new_mode: str,
    by: User | None,
) -> list[Attendee]:
    """Return the attendees who would be struck or switched; by link, also those renamed."""
    if new_mode != current.mode:
        return list(known.values())
    kept = {person.id: person for person in people if person.id in known}
    return [
        attendee
        for pk, attendee in known.items()
        if pk not in kept
        or (by is None and (kept[pk].name, kept[pk].email) != (attendee.name, attendee.email))
    ]


def _set_attendees(
    registration: Registration, known: dict[int, Attendee], people: Sequence[AttendeeInput]
) -> None:
    struck = dict(known)
    for person in people:
        attendee = struck.pop(person.id, None) if person.id is not None else None
        attendee = attendee or Attendee(registration=registration)
        attendee.name, attendee.email = person.name, person.email
        attendee.save()
    registration.attendees.filter(pk__in=struck).update(withdrawn_at=timezone.now())
