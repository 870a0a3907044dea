"""Checks before a listening session is saved or changes its state."""

from collections.abc import Iterable, Mapping

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions_app.listening_sessions import wording
from sessions_app.listening_sessions.enums import AttendanceMode, SessionState
from sessions_app.listening_sessions.errors import ScheduleError
from sessions_app.listening_sessions.models import ListeningSession, SeatPool
from sessions_app.registrations.enums import ACTIVE_REGISTRATION_STATES, RegistrationState
from sessions_app.registrations.models import Attendee, Registration
from sessions_app.registrations.services import seats

#: A change of one of these, or of the words of the place, is material: calendars need a higher
#: SEQUENCE (RFC 5546, 2.1.4). Any other change, such as a typo in the title, is not.
MATERIAL_FIELDS = frozenset({"starts_at", "ends_at", "time_zone", "format", "join_link"})


def is_material(before: ListeningSession, after: ListeningSession) -> bool:
    """Whether a change is material (ADR 0035)."""
    return wording.place_words(before) != wording.place_words(after) or any(
        getattr(before, name) != getattr(after, name) for name in MATERIAL_FIELDS
    )


def is_on_another_day(session: ListeningSession, before: ListeningSession) -> bool:
    return before.local_start.date() != session.local_start.date()


def check_schedule(session: ListeningSession, before: ListeningSession | None) -> None:
    """Raise :class:`ScheduleError` if times or places contradict each other, or may not change."""
    if (
        before is not None
        and before.state == SessionState.CANCELLED
        and is_material(before, session)
    ):
        raise ScheduleError(
            _(
                "This session is cancelled, so its time and place can no longer change. To hold "
                "it after all, create a new session."
            )
        )
    if session.ends_at <= session.starts_at:
        raise ScheduleError(
            _("The session ends before it starts. Enter a later end time."), field="ends_at"
        )
    moved = before is None or before.starts_at != session.starts_at
    if moved and session.starts_at <= timezone.now():
        raise ScheduleError(
            _("That start time has passed. Enter a future date and time."),
            field="starts_at",
        )
    if before is not None and is_on_another_day(session, before):
        check_nobody_is_checked_in(session)
    if session.room is not None and session.room.venue_id != session.venue_id:
        raise ScheduleError(_("That room is not in this venue. Choose another."), field="room")
    if before is not None and before.state != SessionState.DRAFT:
        check_ready(session, started_is_fine=not moved)


def lock_seated(session: ListeningSession) -> None:
    """Lock the session's pools and confirmed registrations, in that order.

    Inside the caller's transaction. Nobody is checked in until it ends.
    """
    seats.lock_pools(listening_session=session)
    seated = session.registrations.filter(state=RegistrationState.CONFIRMED)
    list(seated.select_for_update(of=("self",), no_key=True).values_list("pk"))


def check_nobody_is_checked_in(session: ListeningSession) -> None:
    """Raise :class:`ScheduleError` if somebody is checked in, who would lose their seat.

    A preview may call it without a lock; before it saves, a service calls :func:`lock_seated`.
    """
    here = (
        Attendee.objects.coming()
        .filter(
            registration__listening_session=session,
            registration__state=RegistrationState.CONFIRMED,
            checked_in_at__isnull=False,
        )
        .count()
    )
    if here:
        raise ScheduleError(
            ngettext(
                "%(here)s person is checked in at this session. If it has taken place, close it. "
                "If not, undo the check-in first.",
                "%(here)s people are checked in at this session. If it has taken place, close it. "
                "If not, undo the check-ins first.",
                here,
            )
            % {"here": here}
        )


def check_ready(session: ListeningSession, *, started_is_fine: bool = False) -> None:
    """Raise :class:`ScheduleError` if something that the public needs is missing."""
    if AttendanceMode.IN_PERSON in session.modes and session.venue is None:
        raise ScheduleError(
            _("This session has in-person attendance, so it needs a venue."), field="venue"
        )
    if not started_is_fine and session.starts_at <= timezone.now():
        raise ScheduleError(
            _("That start time has passed. Enter a future date and time."),
            field="starts_at",
        )


def check_seats(
    session: ListeningSession,
    *,
    pools: Iterable[SeatPool],
    capacities: Mapping[str, int | None],
) -> None:
    """Raise :class:`ScheduleError` if somebody would lose their seat.

    ``pools`` are the session's current pools; ``capacities`` the new capacity per way of attending.
    """
    for pool in pools:
        if pool.mode in session.modes:
            _check_capacity(session, pool, capacities.get(pool.mode, pool.capacity))
        elif Registration.objects.filter(
            listening_session=session, mode=pool.mode, state__in=ACTIVE_REGISTRATION_STATES
        ).exists():
            raise ScheduleError(
                _(
                    "People are registered for “%(mode)s”, so you cannot remove it from the "
                    "format. Switch or cancel those registrations first."
                )
                % {"mode": pool.get_mode_display()},
                field="format",
            )


def _check_capacity(session: ListeningSession, pool: SeatPool, capacity: int | None) -> None:
    if capacity is None:
        return
    if capacity < pool.taken:
        raise ScheduleError(
            ngettext(
                "%(taken)s seat is already taken. Enter at least that many seats, or cancel "
                "registrations first.",
                "%(taken)s seats are already taken. Enter at least that many seats, or "
                "cancel registrations first.",
                pool.taken,
            )
            % {"taken": pool.taken},
            field=f"capacity_{pool.mode}",
        )
    if not pool.waiting:
        return
    waiting = session.registrations.filter(mode=pool.mode, state=RegistrationState.WAITLISTED)
    largest = waiting.aggregate(seats=Max("seats"))["seats"] or 0
    if 0 < capacity < largest:
        raise ScheduleError(
            _(
                "A group of %(largest)s people is on the waitlist. Enter at least that many "
                "seats, or change or cancel their registration first. Otherwise, no one "
                "behind them could get a seat."
            )
            % {"largest": largest},
            field=f"capacity_{pool.mode}",
        )
