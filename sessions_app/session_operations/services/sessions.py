"""Services that save listening sessions and move them through their states."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.services import audit
from sessions_app.core.services.transitions import require_reason, transition
from sessions_app.core.services.versions import lock, lock_current
from sessions_app.listening_sessions.enums import SESSION_TRANSITIONS, SessionState
from sessions_app.listening_sessions.errors import ScheduleError
from sessions_app.listening_sessions.models import ListeningSession, SeatAllotment, SeatPool
from sessions_app.programs.models import Jurisdiction, Language
from sessions_app.registrations.emails import registrations as emails
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.services import accommodations, seats, transitions, waitlist
from sessions_app.registrations.services.personal_links import registration_token
from sessions_app.session_operations.selectors.conflicts import checks_to_reopen
from sessions_app.session_operations.services import guest_notices, notices
from sessions_app.session_operations.services.checks import (
    check_nobody_is_checked_in,
    check_ready,
    check_schedule,
    check_seats,
    is_material,
    is_on_another_day,
    lock_seated,
)
from sessions_app.session_operations.services.venues import lock_place

#: Written by transitions only, never by a form (see :func:`lock_current`).
TRANSITION_FIELDS = ("state", "state_reason", "sequence", "ical_uid", "previous_starts_at")
#: Relations to join. Not the venue, because a join would not wait for a correction of it.
_RELATED = ("program",)


@transaction.atomic
def save_session(
    *,
    listening_session: ListeningSession,
    capacities: Mapping[str, int | None],
    by: User,
    jurisdictions: Iterable[Jurisdiction] | None = None,
    languages: Iterable[Language] | None = None,
    note: str = "",
    expected_version: str = "",
) -> ListeningSession:
    """Create a draft, or save changes to a session.

    ``capacities`` maps ways of attending to capacities; None is unlimited. A change of time or
    place of a scheduled session increments its ``sequence`` and e-mails everybody registered, with
    ``note``; a text correction does neither. Added seats go to the waitlist at once. Accommodations
    and interpreters that were arranged for another time or place are unchecked on the readiness
    list.

    Raises :class:`ScheduleError` with the field that is wrong, and :class:`ChangedMeanwhileError`
    (optimistic locking) if the stored version is not the ``expected_version``.
    """
    if listening_session.pk:
        lock_place(listening_session)
    before = lock_current(
        listening_session, transition_fields=TRANSITION_FIELDS, expected_version=expected_version
    )
    if before is not None and is_on_another_day(listening_session, before):
        lock_seated(listening_session)
    check_schedule(listening_session, before)
    _reopen_checks(listening_session, before)
    changed = audit.changed_fields(before=before, after=listening_session)
    material = before is not None and is_material(before, listening_session)
    if material:
        listening_session.sequence += 1
    if changed:
        listening_session.revised_at = timezone.now()
    if before and "starts_at" in changed and before.state != SessionState.DRAFT:
        back = before.previous_starts_at == listening_session.starts_at
        listening_session.previous_starts_at = None if back else before.starts_at
    listening_session.save()
    if jurisdictions is not None:
        listening_session.jurisdictions.set(jurisdictions)
    if languages is not None:
        listening_session.languages.set(languages)
    _set_pools(listening_session, capacities)
    if "seats_per_organization" in changed:
        _set_allotments(listening_session)
    audit.record(
        instance=listening_session,
        action="engagement.session.edit" if before else "engagement.session.create",
        by=by,
        fields=changed,
        sequence=listening_session.sequence,
    )
    if before and material:
        _carry_on(listening_session, before, note)
    return listening_session


@transaction.atomic
def schedule(
    *, listening_session: ListeningSession, by: User, note: str = "", expected_version: str = ""
) -> ListeningSession:
    """Publish a draft, or give a postponed session its new date; registration opens.

    Everybody registered for a postponed session is e-mailed, with ``note``; seats that were given
    up in the meantime go to the waitlist.

    Raises :class:`ScheduleError` if something that the public needs is missing or the start is in
    the past, and :class:`ChangedMeanwhileError` as :func:`save_session` does.
    """
    current = lock(listening_session, *_RELATED, expected_version=expected_version)
    check_ready(current)
    was_postponed = current.state == SessionState.POSTPONED
    _move(current, SessionState.SCHEDULED, by=by)
    if was_postponed:
        notices.tell_resumed(session=current, note=note)
        for pool in seats.lock_pools(listening_session=current).values():
            waitlist.promote(pool=pool)
    return current


@transaction.atomic
def postpone(
    *, listening_session: ListeningSession, reason: str, by: User, expected_version: str = ""
) -> ListeningSession:
    """Postpone a session without a new date yet; registrations keep their seats.

    Raises :class:`ScheduleError` while somebody is checked in.
    """
    reason = require_reason(reason, _("Enter the reason. The people who registered will read it."))
    current = lock(listening_session, *_RELATED, expected_version=expected_version)
    lock_seated(current)
    check_nobody_is_checked_in(current)
    _move(current, SessionState.POSTPONED, by=by, reason=reason)
    notices.tell_postponed(session=current)
    return current


@transaction.atomic
def cancel(
    *, listening_session: ListeningSession, reason: str, by: User, expected_version: str = ""
) -> ListeningSession:
    """Cancel a session: end registrations, send calendar cancellations, and e-mail everybody.

    Raises :class:`ScheduleError` while somebody is checked in.
    """
    reason = require_reason(reason, _("Enter the reason. The people who registered will read it."))
    current = lock(listening_session, *_RELATED, expected_version=expected_version)
    lock_seated(current)
    check_nobody_is_checked_in(current)
    _move(current, SessionState.CANCELLED, by=by, reason=reason)
    pools = seats.lock_pools(listening_session=current)
    for registration in notices.registrations_to_tell(current):
        was_confirmed = registration.state == RegistrationState.CONFIRMED
        transitions.end(
            registration=registration,
            pools=pools,
            to=RegistrationState.CANCELLED,
            by=by,
            reason=reason,
            tell=False,
        )
        emails.session_cancelled(
            registration=registration,
            token=registration_token(registration=registration),
            was_confirmed=was_confirmed,
        )
    guest_notices.tell_called_off(session=current, kind="invitation_cancelled")
    return current


@transaction.atomic
def mark_held(*, listening_session: ListeningSession, by: User) -> ListeningSession:
    """Mark a session as held. Raises :class:`ScheduleError` before it has started."""
    current = lock(listening_session, *_RELATED)
    if current.starts_at > timezone.now():
        raise ScheduleError(_("This session has not started yet. Close it after it starts."))
    return _move(current, SessionState.HELD, by=by)


@transaction.atomic
def start_review(*, listening_session: ListeningSession, by: User) -> ListeningSession:
    """Start the review of the notes of a session that was held."""
    return _move(lock(listening_session, *_RELATED), SessionState.IN_REVIEW, by=by)


@transaction.atomic
def publish_notes(*, listening_session: ListeningSession, by: User) -> ListeningSession:
    """Publish the notes: approved public summaries appear on the session's page."""
    return _move(lock(listening_session, *_RELATED), SessionState.NOTES_PUBLISHED, by=by)


def _reopen_checks(session: ListeningSession, before: ListeningSession | None) -> None:
    for check in checks_to_reopen(before=before, after=session):
        setattr(session, check, False)


def _carry_on(session: ListeningSession, before: ListeningSession, note: str) -> None:
    """Apply the consequences of a material change: accommodation due dates and notifications."""
    days = session.local_start.date() - before.local_start.date()
    if days:
        accommodations.follow(listening_session=session, days=days)
    if session.state == SessionState.SCHEDULED:
        notices.tell_change(session=session, before=before, note=note)


def _move(session: ListeningSession, to: str, *, by: User, reason: str = "") -> ListeningSession:
    session.sequence += 1
    session.revised_at = timezone.now()
    transition(
        record=session,
        to=to,
        allowed=SESSION_TRANSITIONS,
        action="engagement.session.move",
        by=by,
        reason=reason,
        changed=("sequence", "revised_at"),
        logged={"sequence": session.sequence},
    )
    # A pool is open only while its session takes registrations, so that one UPDATE checks both.
    # Locked in their order first: the UPDATE would lock them in any.
    seats.lock_pools(listening_session=session)
    session.seat_pools.order_by().update(is_open=to == SessionState.SCHEDULED)
    return session


def _set_pools(session: ListeningSession, capacities: Mapping[str, int | None]) -> None:
    """Create, update and delete pools to match the format and the given capacities."""
    pools = seats.lock_pools(listening_session=session)
    check_seats(session, pools=pools.values(), capacities=capacities)
    for mode in session.modes:
        pool = pools.pop(mode, None) or SeatPool(
            listening_session=session,
            mode=mode,
            is_open=session.state == SessionState.SCHEDULED,
        )
        pool.capacity = capacities.get(mode, pool.capacity)
        pool.save()
        waitlist.promote(pool=pool)
    for pool in pools.values():
        pool.delete()


def _set_allotments(session: ListeningSession) -> None:
    """Copy a new limit to every allotment; nobody loses a seat that they hold."""
    limit = session.seats_per_organization
    allotments = SeatAllotment.objects.filter(listening_session=session)
    if limit is None:
        allotments.update(seats=None)
    else:
        allotments.update(seats=Greatest(F("taken"), limit))
