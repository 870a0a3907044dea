"""Checks whether a registration may be made or changed; raises a plain message if not."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.listening_sessions.enums import SessionState, Visibility, WaitlistMode
from sessions_app.listening_sessions.models import ListeningSession, SeatPool
from sessions_app.listening_sessions.models.sessions import MOST_PEOPLE
from sessions_app.registrations.enums import RegistrationSource
from sessions_app.registrations.errors import (
    CheckedInError,
    GroupTooLargeError,
    RegistrationClosedError,
    SeatsUnavailableError,
)
from sessions_app.registrations.models import Attendee, Registration

#: Staff may add people at any time before close-out.
STAFF_SOURCES = (RegistrationSource.STAFF, RegistrationSource.WALK_IN)


def require_open(session: ListeningSession, *, source: str) -> None:
    """Raise :class:`RegistrationClosedError`, with the reason, unless registration is open."""
    now = timezone.now()
    if session.state == SessionState.CANCELLED:
        raise RegistrationClosedError(_("This session is cancelled."))
    if session.state == SessionState.POSTPONED:
        raise RegistrationClosedError(
            _("This session is postponed. Registration opens again when it has a new date.")
        )
    if session.state != SessionState.SCHEDULED:
        raise RegistrationClosedError(_("This session is not accepting registrations."))
    if source in STAFF_SOURCES:
        return
    if session.visibility == Visibility.INVITATION and source != RegistrationSource.INVITATION:
        raise RegistrationClosedError(
            _("This session is for invited guests. To register, use the link in your invitation.")
        )
    if session.registration_opens_at and now < session.registration_opens_at:
        raise RegistrationClosedError(_("Registration for this session has not opened yet."))
    if now >= (session.registration_closes_at or session.starts_at):
        raise RegistrationClosedError(
            _(
                "Registration for this session is closed. If you still want to come, "
                "call or write to us."
            )
        )


def require_mode(session: ListeningSession, mode: str) -> None:
    if mode not in session.modes:
        raise EngagementError(
            _("Choose one of the ways to take part in this session."), field="mode"
        )


def require_group_size(session: ListeningSession, people: int, *, source: str) -> None:
    """Raise :class:`EngagementError` for nobody, :class:`GroupTooLargeError` for too many."""
    if not people:
        raise EngagementError(_("Enter the name of at least one person who is coming."))
    most = MOST_PEOPLE if source in STAFF_SOURCES else session.people_per_registration
    if people > most:
        raise GroupTooLargeError(most)


def require_changeable(registration: Registration, *, by: User | None = None) -> None:
    """Raise unless the registration may be changed, by staff or through its personal link."""
    if not registration.is_changeable:
        raise EngagementError(
            _("This registration is “%(state)s” and can no longer be changed here.")
            % {"state": registration.get_state_display()}
        )
    if registration.listening_session.is_over():
        raise EngagementError(_("This session is over, so its registrations cannot be changed."))
    if by is None and not registration.takes_changes():
        raise EngagementError(
            _(
                "It is too close to the session to make changes here. Call or write to "
                "us, and we will make them for you."
            )
        )


def require_not_checked_in(people: Iterable[Attendee], *, by: User | None) -> None:
    """Raise :class:`CheckedInError` if one of these people is checked in.

    Nobody ends, strikes or switches the seat of somebody who is in the room: neither the registrant
    through the personal link nor staff, who undo the check-in first.
    """
    here = next((person for person in people if person.checked_in_at is not None), None)
    if here is None:
        return
    if by is None:
        words = _(
            "%(name)s is checked in, so this cannot be changed here. Speak to our staff at the "
            "door."
        )
    else:
        words = _("%(name)s is checked in. Undo that check-in first, on the check-in page.")
    raise CheckedInError(words % {"name": here.name})


def require_to_come(session: ListeningSession) -> None:
    """Raise :class:`EngagementError` unless the session is still to take place."""
    if session.state not in (SessionState.SCHEDULED, SessionState.POSTPONED) or session.is_over():
        raise EngagementError(
            _("This session is over or will not take place, so you cannot give anyone a seat.")
        )


def require_room(pool: SeatPool, seats: int) -> None:
    """Raise :class:`SeatsUnavailableError` if there are more people than the pool's capacity.

    They could never be served, and would block the waitlist forever. A pool without a capacity yet
    accepts any number on its waitlist.
    """
    if pool.capacity and seats > pool.capacity:
        raise SeatsUnavailableError(
            ngettext(
                "This way of attending has %(capacity)s seat in all. Register fewer people, or "
                "write to us.",
                "This way of attending has %(capacity)s seats in all. Register fewer people, or "
                "write to us.",
                pool.capacity,
            )
            % {"capacity": pool.capacity},
            field="mode",
        )


def require_seats(session: ListeningSession, pool: SeatPool | None, seats: int) -> None:
    """Raise :class:`SeatsUnavailableError` if a new registration would neither be seated nor wait.

    A preview: :func:`registrations.register` decides under the pool's lock.
    """
    if pool is None:
        return
    require_room(pool, seats)
    waits = session.waitlist_mode != WaitlistMode.NONE or session.approval_required
    if not waits and (pool.waiting or (pool.free is not None and pool.free < seats)):
        raise too_few(pool)


def too_few(pool: SeatPool) -> SeatsUnavailableError:
    free = 0 if pool.waiting else (pool.free or 0)
    if free:
        words = ngettext(
            "Only %(free)s seat is left for this way of attending. Nothing has been changed.",
            "Only %(free)s seats are left for this way of attending. Nothing has been changed.",
            free,
        ) % {"free": free}
    else:
        words = _("Every seat for this way of attending is taken. Nothing has been changed.")
    return SeatsUnavailableError(words, field="mode")
