"""Scheduling conflicts of a session: warnings to staff, never refusals."""

from dataclasses import dataclass

from sessions_app.core.federal_holidays import holiday_on
from sessions_app.listening_sessions.enums import AttendanceMode, SessionState
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.listening_sessions.time_zones import zones_of
from sessions_app.registrations.enums import ACTIVE_REGISTRATION_STATES
from sessions_app.registrations.models import Registration
from sessions_app.session_operations.enums import ConflictKind

#: Most overlapping sessions that are compared; beyond that the overlap itself is the conflict.
LOOKED_AT = 50
#: A postponed session has no time, and a cancelled one occupies none.
_TAKES_TIME = (SessionState.DRAFT, SessionState.SCHEDULED, SessionState.HELD)

ABOUT_TIME_ZONE = (ConflictKind.TIME_ZONE, ConflictKind.NAVAJO_TIME)


@dataclass(frozen=True)
class Conflict:
    """One conflict. ``other`` is the overlapping session; None for a holiday or a time zone.

    ``name`` is what they share: the room, the host, the organization or the holiday. For a time
    zone it is the state of the venue, and ``zones`` are those of that state.
    """

    kind: ConflictKind
    name: str
    other: ListeningSession | None = None
    zones: tuple[str, ...] = ()


def conflicts_of(*, listening_session: ListeningSession) -> list[Conflict]:
    """Return the conflicts of a session, saved or not.

    Two sessions conflict if they overlap in time and share a room, a venue (if one of them names no
    room), a host, or an organization that is registered for both. A session conflicts with its
    venue if its time zone is not one of that state, or only that of the Navajo Nation. At most two
    queries.
    """
    session = listening_session
    days = dict.fromkeys((session.local_start.date(), session.local_end.date()))
    found = [
        Conflict(ConflictKind.HOLIDAY, holiday) for day in days if (holiday := holiday_on(day))
    ]
    found += _zone_conflict(session)
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
