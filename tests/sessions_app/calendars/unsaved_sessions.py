"""Sessions that are not in the database, for tests of the calendar."""

import datetime
import zoneinfo
from itertools import pairwise

from dateutil.relativedelta import SU, relativedelta

from sessions_app.listening_sessions.enums import SessionFormat, SessionState
from sessions_app.listening_sessions.models.sessions import US_TIME_ZONES
from sessions_app.models import ListeningSession, Program, Venue

ZONES = [name for name, _label in US_TIME_ZONES]
UTC = datetime.UTC

#: Local times around 2 a.m., when offsets change. 1:30 occurs twice in the fall.
_TIMES = [datetime.time(0, 30), datetime.time(1, 30), datetime.time(3, 30), datetime.time(12)]


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


def sessions_around_offset_changes():
    """Return sessions of 2024 to 2031 in every zone on the days when offsets change.

    On these days, the days before and the days after, one session follows the other at `_TIMES`.
    """
    return [
        unsaved_session(starts_at=start, ends_at=end, time_zone=zone)
        for zone in ZONES
        for year in range(2024, 2032)
        for day in _days_around_changes(year)
        for start, end in pairwise(_moments(day, zone))
    ]


def _days_around_changes(year):
    """Return the days of the changes (15 U.S.C. 260a), each between the days before and after."""
    spring = datetime.date(year, 3, 1) + relativedelta(weekday=SU(2))
    fall = datetime.date(year, 11, 1) + relativedelta(weekday=SU(1))
    return [
        change + datetime.timedelta(days=days) for change in (spring, fall) for days in (-1, 0, 1)
    ]


def _moments(day, zone):
    """Return the instants of `_TIMES`, both of them for a time that occurs twice."""
    clock = zoneinfo.ZoneInfo(zone)
    local = [datetime.datetime.combine(day, time, tzinfo=clock) for time in _TIMES]
    return sorted({time.replace(fold=fold).astimezone(UTC) for time in local for fold in (0, 1)})
