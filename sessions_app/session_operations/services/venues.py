"""Saves venues and their rooms, and what that changes for the sessions to come (ADR 0035).

Lock order: venue, then session, pool, allotment. A session that moves to a venue waits for a
correction of it, and the other way round, so that nobody keeps words that were corrected.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from engagement_site.accounts.models import User
from sessions_app.core.services import audit
from sessions_app.core.services.versions import lock_current
from sessions_app.listening_sessions.models import ListeningSession, Room, SeatPool, Venue
from sessions_app.session_operations.selectors.conflicts import checks_to_reopen
from sessions_app.session_operations.selectors.places import Correction, corrections, to_come_at
from sessions_app.session_operations.services import notices, venue_notices


@transaction.atomic
def save_venue(
    *,
    venue: Venue,
    rooms: Iterable[Room] = (),
    by: User,
    tell_access: bool = False,
    note: str = "",
    expected_version: str = "",
) -> Venue:
    """Create or change a venue and the given rooms.

    If a name or the address reads differently, the sessions to come that are held there have a new
    place: their ``sequence`` rises, what was arranged for the old place is unchecked on the
    readiness list, and everybody registered for a scheduled one is e-mailed, with ``note``.
    ``tell_access`` also e-mails changed accessibility notes to those who attend in person; without
    it they are a text correction, which nobody is told about.

    Raises :class:`ChangedMeanwhileError` (optimistic locking) if the stored version is not the
    ``expected_version``.
    """
    rooms = list(rooms)
    before = lock_current(venue, transition_fields=(), expected_version=expected_version)
    found = _locked_corrections(before, venue, rooms) if before else []
    venue.save()
    for room in rooms:
        room.venue = venue
        room.save()
    audit.record(
        instance=venue,
        action="engagement.venue.save",
        by=by,
        fields=audit.changed_fields(before=before, after=venue),
        rooms=[room.pk for room in rooms],
    )
    notes_changed = bool(before and before.accessibility_notes != venue.accessibility_notes)
    _apply(found, venue, tells_access=tell_access and notes_changed, note=note, by=by)
    return venue


def lock_place(session: ListeningSession) -> None:
    """Lock the session's venue, and give the session its current words and those of its room.

    Inside the caller's transaction, and before the session itself is locked.
    """
    if session.venue_id:
        session.venue = Venue.objects.select_for_update(no_key=True).get(pk=session.venue_id)
    if session.room_id:
        session.room = Room.objects.get(pk=session.room_id)


def lock_places(sessions: Iterable[int], *, venue: int | None) -> None:
    """Lock the venues of the sessions with these keys and another one, in the order of their keys.

    For a service that locks several sessions and saves each of them.
    """
    held_at = ListeningSession.objects.filter(pk__in=sessions).values("venue")
    list(
        Venue.objects.select_for_update(no_key=True)
        .filter(Q(pk__in=held_at) | Q(pk=venue))
        .order_by("pk")
    )


def _locked_corrections(before: Venue, after: Venue, rooms: list[Room]) -> list[Correction]:
    sessions = list(
        to_come_at(before)
        .select_related("program", "room")
        .select_for_update(of=("self",), no_key=True)
    )
    return corrections(sessions, before=before, after=after, rooms=rooms)


def _apply(
    found: list[Correction], venue: Venue, *, tells_access: bool, note: str, by: User
) -> None:
    concerned = [each for each in found if each.moves or (tells_access and each.is_told)]
    # A registration that holds its pool is waited for, so that it is e-mailed as well.
    list(
        SeatPool.objects.select_for_update()
        .filter(listening_session__in=[each.after for each in concerned])
        .order_by("listening_session", "mode")
    )
    for each in concerned:
        if each.moves:
            _move_place(each, by=by)
        if not each.is_told:
            continue
        if each.moves:
            notices.tell_change(
                session=each.after,
                before=each.before,
                note=note,
                tells_access=tells_access,
            )
        else:
            asked = f"{venue.pk}:{venue.updated_at.timestamp()}"
            venue_notices.tell_access(session=each.after, asked=asked, note=note)


def _move_place(correction: Correction, *, by: User) -> None:
    session = correction.after
    session.sequence += 1
    session.revised_at = timezone.now()
    reopened = checks_to_reopen(before=correction.before, after=session)
    for check in reopened:
        setattr(session, check, False)
    session.save(update_fields=["sequence", "revised_at", "updated_at", *reopened])
    audit.record(
        instance=session,
        action="engagement.session.place",
        by=by,
        fields=["venue", *reopened],
        sequence=session.sequence,
    )
