"""What has to hold before a listening session is saved or moved."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from sessions_app.enums import AttendanceMode, SessionState
from sessions_app.errors import ChangedMeanwhileError, ScheduleError
from sessions_app.models import ListeningSession

#: A change of one of these is a change of start, end or place: calendars have to follow
#: (RFC 5546, 2.1.4). Anything else, such as a typo in the title, is not.
MATERIAL_FIELDS = frozenset(
    {"starts_at", "ends_at", "time_zone", "format", "venue", "room", "join_link"}
)


def is_material(changed: Iterable[str]) -> bool:
    """Whether people have to be told of a change of these fields."""
    return not MATERIAL_FIELDS.isdisjoint(changed)


def version_of(session: ListeningSession) -> str:
    """Return what tells one saved state of a session from the next; "" for a new one."""
    return session.updated_at.isoformat() if session.pk else ""


def require_version(session: ListeningSession | None, seen: str) -> None:
    """Raise :class:`ChangedMeanwhileError` unless ``session`` is as it was ``seen``.

    An empty ``seen`` asks for nothing.
    """
    if session is not None and seen and version_of(session) != seen:
        raise ChangedMeanwhileError(
            _(
                "Somebody changed this session while you worked on it. Nothing is saved and "
                "nobody is told yet. Look again, then confirm."
            ),
            version=version_of(session),
        )


def check_schedule(session: ListeningSession, before: ListeningSession | None) -> None:
    """Raise :class:`ScheduleError` where times or places contradict each other."""
    if session.ends_at <= session.starts_at:
        raise ScheduleError(
            _("The session ends before it starts. Give an end that is later."), field="ends_at"
        )
    moved = before is None or before.starts_at != session.starts_at
    if moved and session.starts_at <= timezone.now():
        raise ScheduleError(
            _("That start has passed. Give a date and time that are still to come."),
            field="starts_at",
        )
    if session.room is not None and session.room.venue_id != session.venue_id:
        raise ScheduleError(_("That room is not in this venue. Choose another."), field="room")
    if before is not None and before.state != SessionState.DRAFT:
        check_ready(session, started_is_fine=not moved)


def check_ready(session: ListeningSession, *, started_is_fine: bool = False) -> None:
    """Raise :class:`ScheduleError` where something is missing that the public needs."""
    if AttendanceMode.IN_PERSON in session.modes and session.venue is None:
        raise ScheduleError(
            _("People come in person, so this session needs a venue."), field="venue"
        )
    if not started_is_fine and session.starts_at <= timezone.now():
        raise ScheduleError(
            _("That start has passed. Give a date and time that are still to come."),
            field="starts_at",
        )
