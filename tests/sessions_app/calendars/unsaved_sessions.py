"""Sessions that are not in the database, for tests of the calendar."""

import datetime

from sessions_app.listening_sessions.enums import SessionFormat, SessionState
from sessions_app.listening_sessions.models.sessions import US_TIME_ZONES
from sessions_app.models import ListeningSession, Program, Venue

ZONES = [name for name, _label in US_TIME_ZONES]
UTC = datetime.UTC


def unsaved_session(**values):
    start = values.pop("starts_at", datetime.datetime(2026, 12, 3, 23, 0, tzinfo=UTC))
    defaults = {
        "title": "Evening in Alder Falls",
        "slug": "alder-falls",
        "summary": "Tell us.",
        "program": Program(name="P", slug="p"),
        "format": SessionFormat.HYBRID,
        "starts_at": start,
        "ends_at": start + datetime.timedelta(hours=2),
        "time_zone": "America/Chicago",
        "venue": Venue(
            name="Hall", street="1 Main Street", city="Alder Falls", state="IL", zip_code="60601"
        ),
        "join_link": "https://meet.example/secret-room",
        "state": SessionState.SCHEDULED,
        "revised_at": datetime.datetime(2026, 11, 1, 12, 0, tzinfo=UTC),
    }
    return ListeningSession(**{**defaults, **values})
