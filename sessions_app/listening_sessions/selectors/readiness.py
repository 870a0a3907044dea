"""Readiness of a session: the list with its legal basis, and what is still missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sessions_app.listening_sessions.enums import (
    STILL_TO_COME,
    AttendanceMode,
    SessionState,
)
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.listening_sessions.models.sessions import READINESS_CHECKS


@dataclass(frozen=True)
class ReadinessPoint:
    """One item of the readiness list, with the law or practice behind it."""

    name: str
    label: str
    law: str
    is_done: bool


def label_of(check: str) -> str:
    """Return the words of an item of the list."""
    field: Any = ListeningSession._meta.get_field(check)
    return str(field.verbose_name)


def readiness_points(session: ListeningSession) -> list[ReadinessPoint]:
    points = []
    for name in READINESS_CHECKS:
        field: Any = ListeningSession._meta.get_field(name)
        points.append(
            ReadinessPoint(
                name=name,
                label=str(field.verbose_name),
                law=str(field.help_text),
                is_done=getattr(session, name),
            )
        )
    return points


def may_be_ticked(session: ListeningSession) -> bool:
    """Whether the list can be changed; once held or cancelled, it documents what was done."""
    return session.state in STILL_TO_COME


def lacks_join_link(session: ListeningSession) -> bool:
    """Whether people attend online and nobody has entered how they join."""
    return AttendanceMode.VIRTUAL in session.modes and not session.join_link


def missing(session: ListeningSession) -> list[str]:
    """Return what is missing before the session can take its next step, as sentences.

    A draft cannot be published without these; a scheduled session should not be held without them.
    Empty in any other state.
    """
    if session.state in (SessionState.DRAFT, SessionState.POSTPONED):
        return list(_before_publishing(session))
    if session.state == SessionState.SCHEDULED:
        return list(_before_holding(session))
    return []


def _before_publishing(session: ListeningSession) -> Iterator[str]:
    if AttendanceMode.IN_PERSON in session.modes and session.venue is None:
        yield _("Choose a venue for people attending in person.")
    if session.starts_at <= timezone.now():
        yield _("Choose a start time in the future.")


def _before_holding(session: ListeningSession) -> Iterator[str]:
    if lacks_join_link(session):
        yield _("Add the join link for people attending online.")
    if any(not getattr(session, name) for name in READINESS_CHECKS):
        yield _("Complete the open items below.")
