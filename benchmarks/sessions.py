"""Bulk creation of listening sessions, six hours apart, the first ones upcoming."""

import datetime

from django.db import transaction
from django.utils import timezone

from sessions_app.listening_sessions.models.sessions import US_TIME_ZONES
from sessions_app.models import ListeningSession, SeatPool
from tests.builders import build_program, build_user, build_venue

AHEAD = datetime.timedelta(days=60)
APART = datetime.timedelta(hours=6)


@transaction.atomic
def add_sessions(start: int, stop: int) -> None:
    """Create the sessions with these numbers, each with its seat pools."""
    program, venue, host = build_program(), build_venue(), build_user()
    latest = timezone.now().replace(minute=0, second=0, microsecond=0) + AHEAD
    for first in range(start, stop, 5000):
        made = ListeningSession.objects.bulk_create(
            ListeningSession(
                reference=f"LS-B{number:07d}",
                title=f"Listening session {number}, by the river; bring questions",
                slug=f"benchmark-{number}",
                summary="Tell us how it works where you live, and what should change. " * 4,
                program=program,
                venue=venue,
                host=host,
                format="hybrid",
                state="scheduled",
                time_zone=US_TIME_ZONES[number % len(US_TIME_ZONES)][0],
                starts_at=latest - number * APART,
                ends_at=latest - number * APART + datetime.timedelta(hours=2),
            )
            for number in range(first, min(first + 5000, stop))
        )
        SeatPool.objects.bulk_create(
            SeatPool(listening_session=session, mode=mode, capacity=40, is_open=True)
            for session in made
            for mode in session.modes
        )
