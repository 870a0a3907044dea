"""Closing out a session: recording attendance and marking it as held."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy

from engagement_site.accounts.models import User
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.models import Attendee
from sessions_app.registrations.services import seats, transitions
from sessions_app.registrations.services.attendance import note_presence, settle
from sessions_app.session_operations.services import sessions

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
    """Mark a session as held, and turn every confirmed registration into attended or no-show.

    Attendees who were checked in attended. ``came`` and ``absent`` are primary keys of attendees
    for whom that is corrected, such as those who took part online; ``came`` takes precedence. A
    registration is attended if at least one of its attendees is. Registrations that never got a
    seat expire. No e-mails are sent.

    Raises :class:`ScheduleError` before the start, and :class:`TransitionNotAllowedError` if the
    session is closed already or does not take place.
    """
    # From here on nobody can register: the pools are closed, and other requests wait for the lock.
    session = sessions.mark_held(listening_session=listening_session, by=by)
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
            note_presence(person, came=person.pk in came, absent=person.pk in absent, by=by)
            for person in people[registration.pk]
        ]
        settle(registration, attended=any(came_by_it), by=by)
    _expire_the_others(session, by=by)
    return session


def _expire_the_others(session: ListeningSession, *, by: User) -> None:
    pools = seats.lock_pools(listening_session=session)
    for registration in session.registrations.filter(state__in=_NEVER_SEATED).order_by("pk"):
        registration.listening_session = session
        transitions.expire(
            registration=registration,
            pools=pools,
            reason=gettext_lazy("The session took place before a seat opened up."),
            by=by,
            tell=False,
        )
