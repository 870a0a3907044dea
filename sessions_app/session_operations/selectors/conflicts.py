"""Warnings to staff before a session is published or people are e-mailed; never refusals.

The session's page, the notification previews and the screens of transitions all read them here.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils import timezone

from sessions_app.core.federal_holidays import holiday_on
from sessions_app.listening_sessions import wording
from sessions_app.listening_sessions.enums import AttendanceMode, SessionState
from sessions_app.listening_sessions.models import ListeningSession, Venue
from sessions_app.listening_sessions.models.sessions import ARRANGED_CHECKS
from sessions_app.listening_sessions.selectors.readiness import (
    label_of,
    lacks_join_link,
    readiness_points,
)
from sessions_app.listening_sessions.time_zones import zones_of
from sessions_app.registrations.enums import ACTIVE_REGISTRATION_STATES
from sessions_app.registrations.models import Registration
from sessions_app.session_operations.enums import ConflictKind
from sessions_app.session_operations.selectors.attendance import uncoded_notes
from sessions_app.session_operations.selectors.places import Correction

#: Most overlapping sessions that are compared; beyond that the overlap itself is the conflict.
LOOKED_AT = 50
#: A postponed session has no time, and a cancelled one occupies none.
_TAKES_TIME = (SessionState.DRAFT, SessionState.SCHEDULED, SessionState.HELD)

ABOUT_TIME_ZONE = (ConflictKind.TIME_ZONE, ConflictKind.NAVAJO_TIME)


@dataclass(frozen=True)
class Conflict:
    """One warning. ``other`` is the overlapping session, or the one at a venue that is corrected.

    ``name`` is what two sessions share: the room, the host or the organization; otherwise the
    holiday, the readiness check, or the number of days or items. For a time zone it is the state of
    the venue, and ``zones`` are those of that state.
    """

    kind: ConflictKind
    name: str
    other: ListeningSession | None = None
    zones: tuple[str, ...] = ()


def conflicts_of(
    *, listening_session: ListeningSession, before: ListeningSession | None = None
) -> list[Conflict]:
    """Return the conflicts of a session, saved or not. ``before`` is the session before a change.

    Two sessions conflict if they overlap in time and share a room, a venue (if one of them names no
    room), a host, or an organization that is registered for both. A session conflicts with its
    venue if its time zone is not one of that state, or only that of the Navajo Nation. It is too
    soon if accommodations are not arranged, or not for its new date, and need more days. At most
    two queries.
    """
    session = listening_session
    days = dict.fromkeys((session.local_start.date(), session.local_end.date()))
    found = [
        Conflict(ConflictKind.HOLIDAY, holiday) for day in days if (holiday := holiday_on(day))
    ]
    found += _zone_conflict(session)
    reopened = checks_to_reopen(before=before, after=session)
    found += _lead_time(session, is_reopened="accommodations_ready" in reopened)
    found += [Conflict(ConflictKind.REOPENED, label_of(name)) for name in reopened]
    others = list(
        ListeningSession.objects.filter(
            ends_at__gt=session.starts_at, starts_at__lt=session.ends_at, state__in=_TAKES_TIME
        )
        .exclude(pk=session.pk)
        .select_related("venue", "room", "host")
        .order_by("starts_at", "pk")[:LOOKED_AT]
    )
    if not others:
        return found
    for other in others:
        if _share_a_room(session, other):
            found.append(Conflict(ConflictKind.ROOM, _place(other), other))
        if session.host_id == other.host_id:
            found.append(Conflict(ConflictKind.HOST, str(other.host), other))
    return found + _shared_organizations(session, others)


def warnings_of(
    *, listening_session: ListeningSession, before: ListeningSession | None = None
) -> list[Conflict]:
    """Return the conflicts of a session, and which readiness checks are open."""
    session = listening_session
    found = conflicts_of(listening_session=session, before=before) + _open_checks(session)
    if lacks_join_link(session):
        found.append(Conflict(ConflictKind.JOIN_LINK, ""))
    return found


def new_conflicts(*, before: ListeningSession, after: ListeningSession) -> list[Conflict]:
    """Return the conflicts that a change of a session would cause."""
    known = {_key(each) for each in conflicts_of(listening_session=before)}
    found = conflicts_of(listening_session=after, before=before)
    return [each for each in found if _key(each) not in known]


def warnings_before_publishing_notes(*, listening_session: ListeningSession) -> list[Conflict]:
    """Return what is open before the notes are published: summaries, themes, readiness checks."""
    found = []
    if not listening_session.feedback_items.public().exists():
        found.append(Conflict(ConflictKind.NO_SUMMARY, ""))
    waiting = listening_session.feedback_items.counted().filter(summary_approved_at=None)
    for kind, items in (
        (ConflictKind.SUMMARIES, waiting.exclude(public_summary="")),
        (ConflictKind.THEMES, uncoded_notes(listening_session)),
    ):
        if count := items.count():
            found.append(Conflict(kind, str(count)))
    return found + _open_checks(listening_session)


def zone_conflicts_at(venue: Venue, sessions: Iterable[ListeningSession]) -> list[Conflict]:
    """Return the conflicts of sessions with the time zone of a venue, which may be unsaved.

    Sets the sessions' venue to it.
    """
    found = []
    for session in sessions:
        session.venue = venue
        found += [replace(each, other=session) for each in _zone_conflict(session)]
    return found


def checks_reopened_by(found: Iterable[Correction]) -> list[Conflict]:
    """Return the readiness checks that corrections of a venue reopen, for each of its sessions."""
    return [
        Conflict(ConflictKind.REOPENED, label_of(name), other=each.after)
        for each in found
        for name in checks_to_reopen(before=each.before, after=each.after)
    ]


def checks_to_reopen(*, before: ListeningSession | None, after: ListeningSession) -> list[str]:
    """Return the readiness checks that were done for another time or place than the new one."""
    if before is None or _time_and_place(before) == _time_and_place(after):
        return []
    return [name for name in ARRANGED_CHECKS if getattr(before, name)]


def _time_and_place(session: ListeningSession) -> tuple[object, ...]:
    place = wording.place_words(session)
    return session.starts_at, session.ends_at, session.format, place


def _open_checks(session: ListeningSession) -> list[Conflict]:
    return [
        Conflict(ConflictKind.READINESS, point.label)
        for point in readiness_points(session)
        if not point.is_done
    ]


def _key(conflict: Conflict) -> tuple[str, str, int | None]:
    return conflict.kind, conflict.name, conflict.other.pk if conflict.other else None


def _lead_time(session: ListeningSession, *, is_reopened: bool) -> list[Conflict]:
    """Return a warning if accommodations are still to be arranged and there is too little time."""
    now = timezone.now()
    if session.starts_at <= now or (session.accommodations_ready and not is_reopened):
        return []
    days = session.accommodation_lead_days
    today = now.astimezone(session.zone).date()
    if session.local_start.date() - datetime.timedelta(days=days) >= today:
        return []
    return [Conflict(ConflictKind.LEAD_TIME, str(days))]


def _zone_conflict(session: ListeningSession) -> list[Conflict]:
    venue = session.venue
    if venue is None or AttendanceMode.IN_PERSON not in session.modes:
        return []
    zones = zones_of(venue.state)
    if zones and session.time_zone not in zones:
        return [Conflict(ConflictKind.TIME_ZONE, venue.state_name, zones=zones)]
    if venue.state == "AZ" and session.time_zone != zones[0]:
        return [Conflict(ConflictKind.NAVAJO_TIME, venue.state_name)]
    return []


def _share_a_room(session: ListeningSession, other: ListeningSession) -> bool:
    if session.venue_id is None or session.venue_id != other.venue_id:
        return False
    return session.room_id == other.room_id or None in (session.room_id, other.room_id)


def _place(session: ListeningSession) -> str:
    return f"{session.venue}, {session.room}" if session.room else str(session.venue)


def _shared_organizations(
    session: ListeningSession, others: list[ListeningSession]
) -> list[Conflict]:
    if session.pk is None:
        return []
    by_pk = {other.pk: other for other in others}
    registered = Registration.objects.filter(
        state__in=ACTIVE_REGISTRATION_STATES, organization__isnull=False
    )
    mine = registered.filter(listening_session=session).values("organization")
    shared = (
        registered.filter(listening_session__in=list(by_pk), organization__in=mine)
        .order_by("organization__name", "listening_session")
        .values_list("organization__name", "listening_session")
        .distinct()[:LOOKED_AT]
    )
    return [Conflict(ConflictKind.ORGANIZATION, name, by_pk[pk]) for name, pk in shared]
