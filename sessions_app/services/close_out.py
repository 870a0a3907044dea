"""Closing a session: who came, and that it was held."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement_site.accounts.models import User
from sessions_app.enums import REGISTRATION_MOVES, RegistrationState
from sessions_app.errors import EngagementError
from sessions_app.models import Attendee, ListeningSession, Registration
from sessions_app.services import audit, listening_sessions, registration_moves, seats
from sessions_app.services.moves import check_move

#: Where a registration ends up once its session is closed.
_AFTERWARDS = (RegistrationState.ATTENDED, RegistrationState.NO_SHOW)
_NEVER_SEATED = (
    RegistrationState.PENDING_APPROVAL,
    RegistrationState.WAITLISTED,
    RegistrationState.OFFERED,
)


@transaction.atomic
def close(
    *,
    listening_session: ListeningSession,
    by: User,
    came: Collection[int] = (),
    absent: Collection[int] = (),
) -> ListeningSession:
    """Say that a session was held, and turn every confirmed seat into attended or no-show.

    Whoever was checked in came. ``came`` and ``absent`` are numbers of attendees for whom
    that is put right, as for those who took part online; ``came`` wins. A registration was
    attended when one of its people came. Registrations that never got a seat expire; nobody is
    written to.

    Raises :class:`ScheduleError` before the start, and :class:`MoveNotAllowedError` for a
    session that is closed already or does not take place.
    """
    # From here on the session takes nobody: its pools are shut, and others wait for the lock.
    session = listening_sessions.mark_held(listening_session=listening_session, by=by)
    registrations = list(
        session.registrations.select_for_update(of=("self",), no_key=True)
        .filter(state=RegistrationState.CONFIRMED)
        .order_by("pk")
    )
    people: dict[int, list[Attendee]] = {registration.pk: [] for registration in registrations}
    for person in Attendee.objects.coming().filter(registration__in=registrations):
        people[person.registration_id].append(person)
    for registration in registrations:
        came_by_it = [
            _note(person, came=person.pk in came, absent=person.pk in absent)
            for person in people[registration.pk]
        ]
        _move(registration, attended=any(came_by_it), by=by)
    _expire_the_others(session, by=by)
    return session


@transaction.atomic
def correct_attendance(*, registration: Registration, attended: bool, by: User) -> Registration:
    """Put right whether a registration was attended, after its session was closed.

    Everybody on it then came, or nobody. Raises :class:`EngagementError` for a registration
    whose session is still to be closed, and :class:`MoveNotAllowedError` when it stands like
    that already.
    """
    current = Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)
    if current.state not in _AFTERWARDS:
        raise EngagementError(_("Say who came when you close the session."))
    for person in current.attendees.coming():
        _note(person, came=attended, absent=not attended)
    _move(current, attended=attended, by=by)
    return current


def _expire_the_others(session: ListeningSession, *, by: User) -> None:
    pools = seats.lock_pools(listening_session=session)
    for registration in session.registrations.filter(state__in=_NEVER_SEATED).order_by("pk"):
        registration.listening_session = session
        registration_moves.expire(
            registration=registration,
            pools=pools,
            reason=gettext_lazy("The session took place before there was a seat."),
            by=by,
            tell=False,
        )


def _note(person: Attendee, *, came: bool, absent: bool) -> bool:
    """Keep a time for whoever came and none for the others; return whether they came."""
    is_here = came or (person.checked_in_at is not None and not absent)
    if is_here != (person.checked_in_at is not None):
        person.checked_in_at = timezone.now() if is_here else None
        person.save(update_fields=["checked_in_at"])
    return is_here


def _move(registration: Registration, *, attended: bool, by: User) -> None:
    to = RegistrationState.ATTENDED if attended else RegistrationState.NO_SHOW
    check_move(record=registration, to=to, moves=REGISTRATION_MOVES)
    was = registration.state
    registration.state = to
    registration.save(update_fields=["state", "updated_at"])
    audit.record(
        instance=registration, action="engagement.registration.move", by=by, state=[was, to]
    )
