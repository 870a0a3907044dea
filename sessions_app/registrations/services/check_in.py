"""Check-in on the day: arrivals, seats given on arrival, and walk-ins.

Only on the date of the session, and only in person: online attendance is recorded at close-out.
Capacity is never exceeded (docs/invariants.md, 1).
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.services import audit
from sessions_app.core.services.transitions import require_reason
from sessions_app.core.services.versions import lock
from sessions_app.listening_sessions.enums import AttendanceMode
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.registrations.emails.attendees import addressees, followed
from sessions_app.registrations.enums import (
    SEATED_STATES,
    RegistrationSource,
    RegistrationState,
)
from sessions_app.registrations.errors import (
    AlreadyRegisteredError,
    CheckInRefusedError,
    SeatsUnavailableError,
)
from sessions_app.registrations.models import Attendee, Registration
from sessions_app.registrations.selectors.active import active_registration
from sessions_app.registrations.selectors.check_in import (
    closed_words,
    head_of_waitlist,
    passes_others_by,
    seat_words,
)
from sessions_app.registrations.services import registrations, seats, submissions, waitlist
from sessions_app.registrations.services.attendance import record_check_in
from sessions_app.registrations.services.registrations import AttendeeInput

_MAY_BE_SEATED = (
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
    RegistrationState.OFFERED,
)


@dataclass(frozen=True)
class CheckIn:
    """The result of a check-in. ``was_here`` if the person was checked in before."""

    attendee: Attendee
    was_here: bool


@transaction.atomic
def check_in(*, attendee: Attendee, by: User) -> CheckIn:
    """Check a person in. Idempotent: the result says whether they were checked in before.

    Raises :class:`CheckInRefusedError`, with a message for the desk, outside the session's date,
    and for a person without a confirmed seat in the room.
    """
    person = _locked(attendee)
    _require_open(person.registration.listening_session)
    if person.checked_in_at is not None:
        return CheckIn(person, was_here=True)
    if words := seat_words(person):
        raise CheckInRefusedError(words)
    _set_here(person, is_here=True, by=by)
    return CheckIn(person, was_here=False)


@transaction.atomic
def undo(*, attendee: Attendee, by: User) -> Attendee:
    """Undo a check-in. Raises :class:`CheckInRefusedError` outside the session's date."""
    person = _locked(attendee)
    _require_open(person.registration.listening_session)
    if person.checked_in_at is not None:
        _set_here(person, is_here=False, by=by)
    return person


@transaction.atomic
def seat(*, registration: Registration, by: User, reason: str = "") -> Registration:
    """Give a registration seats in the room at check-in.

    Passing over others on the waitlist requires a ``reason``, which the audit log keeps.

    For registrations that are waitlisted, have an offer, or are online. The registrant is not
    e-mailed, because they are at the desk; attendees with an address of their own are. An online
    seat that becomes free goes to the head of that waitlist.
    Raises :class:`SeatsUnavailableError` if the room has too few seats, and
    :class:`ReasonRequiredError`.
    """
    pools, current = registrations.locked(registration)
    _require_open(current.listening_session)
    if current.state not in _MAY_BE_SEATED:
        raise CheckInRefusedError(
            _("This registration is “%(state)s”, so you cannot give it seats at check-in.")
            % {"state": current.get_state_display()}
        )
    was, old, room = current.state, pools[current.mode], pools[AttendanceMode.IN_PERSON]
    if old is not room or was not in SEATED_STATES:
        if passes_others_by(current, head=head_of_waitlist(current.listening_session)):
            reason = require_reason(
                reason,
                _(
                    "Other people are on the waitlist for the room. Enter the reason this "
                    "person goes first."
                ),
            )
        if not seats.fits(room, current.seats):
            raise _full_room()
        waitlist.leave(registration=current, pool=old)
        room.taken += current.seats
        room.save(update_fields=["taken"])
    current.mode_changes += current.mode != AttendanceMode.IN_PERSON
    current.state, current.mode = RegistrationState.CONFIRMED, AttendanceMode.IN_PERSON
    current.position = current.offer_expires_at = None
    current.save()
    audit.record(
        instance=current,
        action="engagement.registration.seat",
        by=by,
        state=[was, current.state],
        mode=[old.mode, room.mode],
        **({"reason": reason} if reason else {}),
    )
    followed(
        registration=current,
        before=addressees(current),
        had_seats=was == RegistrationState.CONFIRMED,
        is_moved=old is not room,
    )
    if old is not room:
        waitlist.promote(pool=old)
    return current


@transaction.atomic
def add_walk_in(
    *,
    listening_session: ListeningSession,
    name: str,
    by: User,
    organization_name: str = "",
    email: str = "",
    submission: str | None = None,
) -> Attendee:
    """Register a walk-in, and check them in.

    ``submission`` is the form's idempotency key: the same key again adds nobody.

    Raises :class:`SeatsUnavailableError` if the room is full or has a waitlist (staff have to raise
    the capacity first), and :class:`AlreadyRegisteredError` if the address is already registered.
    """
    _require_open(listening_session)
    # Lock the session before its pools, as everywhere: register() may lock it for an allotment.
    lock(listening_session)
    room = seats.lock_pools(listening_session=listening_session)[AttendanceMode.IN_PERSON]
    known = submissions.sent_before(
        listening_session=listening_session, submission=submission, name=name, email=email
    )
    if known is None:
        _require_unknown(listening_session, email)
        if not seats.fits(room, 1):
            raise _full_room()
        if room.waiting:
            raise SeatsUnavailableError(
                _(
                    "People on the waitlist come first. Give them seats, or add seats to "
                    "the session."
                )
            )
        known = registrations.register(
            listening_session=listening_session,
            name=name,
            email=email,
            mode=AttendanceMode.IN_PERSON,
            attendees=[AttendeeInput(name=name, email=email)],
            organization_name=organization_name,
            source=RegistrationSource.WALK_IN,
            submission=submission,
            by=by,
        )
    return check_in(attendee=known.attendees.coming()[0], by=by).attendee


def _locked(attendee: Attendee) -> Attendee:
    Registration.objects.select_for_update(no_key=True).get(pk=attendee.registration_id)
    return Attendee.objects.select_related("registration__listening_session").get(pk=attendee.pk)


def _require_open(session: ListeningSession) -> None:
    if words := closed_words(session):
        raise CheckInRefusedError(words)


def _require_unknown(session: ListeningSession, email: str) -> None:
    twin = active_registration(session, email)
    if twin is not None:
        raise AlreadyRegisteredError(
            _("This address is already registered as %(reference)s. Check that person in.")
            % {"reference": twin.reference}
        )


def _full_room() -> SeatsUnavailableError:
    return SeatsUnavailableError(
        _(
            "There are not enough seats in the room. If more people fit, add seats to the "
            "session first."
        )
    )


def _set_here(person: Attendee, *, is_here: bool, by: User) -> None:
    person.checked_in_at = timezone.now() if is_here else None
    person.save(update_fields=["checked_in_at"])
    record_check_in(person, by=by)
