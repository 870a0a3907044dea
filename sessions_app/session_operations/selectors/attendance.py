"""Attendance figures of a session: people and organizations, without names of people."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q

from engagement_site.accounts.models import User
from sessions_app.feedback.enums import FeedbackState
from sessions_app.feedback.models.feedback import FeedbackQuerySet
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.listening_sessions.selectors.readiness import readiness_points
from sessions_app.registrations.enums import RegistrationSource, RegistrationState
from sessions_app.registrations.models import AccommodationRequest
from sessions_app.registrations.selectors.roster import people_of

#: States of registrations with a seat, before and after close-out.
SEATED = (RegistrationState.CONFIRMED, RegistrationState.ATTENDED, RegistrationState.NO_SHOW)
#: States of feedback items that do not need a theme.
_NO_THEME_NEEDED = (FeedbackState.DUPLICATE, FeedbackState.ROUTED)


@dataclass(frozen=True)
class Attendance:
    """People with a seat, and those who attended.

    ``organizations`` are those present, by name, each with its number of people; individuals are
    not included.
    """

    registered: int = 0
    came: int = 0
    walk_ins: int = 0
    came_online: int = 0
    organizations: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True)
class StillOpen:
    """Open tasks after a session. ``accommodations`` counts the requests that the user may read."""

    accommodations: int
    uncoded_notes: int
    readiness: list[str]


def attendance_of(session: ListeningSession) -> Attendance:
    came = Q(checked_in_at__isnull=False)
    rows = (
        people_of(session, states=SEATED)
        .order_by()
        .values("organization_label")  # type: ignore[misc]
        .annotate(
            registered=Count("pk"),
            came=Count("pk", filter=came),
            walk_ins=Count("pk", filter=Q(registration__source=RegistrationSource.WALK_IN)),
            came_online=Count("pk", filter=came & Q(registration__mode="virtual")),
        )
        .order_by("organization_label")
    )
    found = list(rows)
    return Attendance(
        registered=_sum(found, "registered"),
        came=_sum(found, "came"),
        walk_ins=_sum(found, "walk_ins"),
        came_online=_sum(found, "came_online"),
        organizations=[
            (row["organization_label"], row["came"])
            for row in found
            if row["came"] and row["organization_label"]
        ],
    )


def uncoded_notes(session: ListeningSession) -> FeedbackQuerySet:
    """Return the feedback items of a session that still need a theme."""
    items: FeedbackQuerySet = session.feedback_items.counted().filter(themes=None)
    return items.exclude(state__in=_NO_THEME_NEEDED)


def still_open(session: ListeningSession, *, user: User) -> StillOpen:
    """Return the open tasks after a session."""
    requests = AccommodationRequest.objects.visible_to(user).open()
    return StillOpen(
        accommodations=requests.filter(registration__listening_session=session).count(),
        uncoded_notes=uncoded_notes(session).count(),
        readiness=[point.label for point in readiness_points(session) if not point.is_done],
    )


def _sum(rows: Iterable[dict[str, int]], name: str) -> int:
    return sum(row[name] for row in rows)
