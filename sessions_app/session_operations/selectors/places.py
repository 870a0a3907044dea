"""Sessions to come at a venue, and what correcting the venue changes for them."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from sessions_app.listening_sessions import wording
from sessions_app.listening_sessions.enums import SessionFormat, SessionState
from sessions_app.listening_sessions.models import ListeningSession, Room, Venue
from sessions_app.listening_sessions.models.sessions import ListeningSessionQuerySet


@dataclass(frozen=True)
class Correction:
    """A session to come before and after its venue is saved. ``after`` is the session itself."""

    before: ListeningSession
    after: ListeningSession

    @property
    def moves(self) -> bool:
        """Whether the place reads differently, so that calendars need a higher SEQUENCE."""
        return wording.place_words(self.before) != wording.place_words(self.after)

    @property
    def is_told(self) -> bool:
        """Whether people are e-mailed. A postponed session is told when it has a date again."""
        return self.after.state == SessionState.SCHEDULED


def to_come_at(venue: Venue) -> ListeningSessionQuerySet:
    """Return the announced sessions that are not over and that people attend at the venue."""
    return ListeningSession.objects.filter(
        venue=venue,
        state__in=(SessionState.SCHEDULED, SessionState.POSTPONED),
        format__in=(SessionFormat.IN_PERSON, SessionFormat.HYBRID),
        ends_at__gt=timezone.now(),
    ).order_by("pk")


def corrections(
    sessions: Iterable[ListeningSession], *, before: Venue, after: Venue, rooms: Iterable[Room]
) -> list[Correction]:
    """Return what saving ``after`` with the changed ``rooms`` means for each of its sessions.

    Sets venue and room of the sessions to the new ones. Nothing is saved.
    """
    changed = {room.pk: room for room in rooms if room.pk}
    found = []
    for session in sessions:
        was = copy.copy(session)
        was.venue = before
        session.venue = after
        if session.room_id in changed:
            session.room = changed[session.room_id]
        found.append(Correction(before=was, after=session))
    return found
