"""VTIMEZONE components (RFC 5545, 3.6.5) with yearly rules.

Each has one STANDARD and, if the zone observes daylight saving time, one DAYLIGHT, both with an
RRULE: Outlook ignores RDATE (MS-STANOICAL, 2.2.47), and ical.js and vobject read only its first
date.

The rule is the zone's current one, from the POSIX TZ string in the footer of its TZif file (RFC
9636, 3.3). No zone in ``US_TIME_ZONES`` has changed its rule since March 11, 2007, so their
VTIMEZONEs are exact from then on. When tzdata announces a change, they become wrong for sessions
before it, and the tests of calendar readers fail.
"""

import datetime
import importlib.resources
import re
import zoneinfo
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from dateutil.rrule import rrulestr
from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

#: The year in which the current rule of the United States (15 U.S.C. 260a) took effect.
FIRST_YEAR = 2007

_NAME = r"(<[A-Za-z0-9+-]{3,}>|[A-Za-z]{3,})"
_OFFSET = r"([+-]?\d{1,2}(?::\d\d){0,2})"
_CHANGE = r"M(\d{1,2})\.([1-5])\.([0-6])(?:/((?:[01]?\d|2[0-3])(?::\d\d){0,2}))?"
_POSIX = re.compile(rf"{_NAME}{_OFFSET}(?:{_NAME}{_OFFSET}?,{_CHANGE},{_CHANGE})?")
_WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")


class UnsupportedTimeZoneError(ValueError):
    """The time zone's rule cannot be written as a weekday of a month, such as its first Sunday."""


@lru_cache(maxsize=64)
def vtimezone_lines(name: str) -> bytes:
    """Return the VTIMEZONE of an IANA zone as content lines. Raises like `vtimezone`."""
    return vtimezone(name).to_ical()


def vtimezone(name: str) -> Timezone:
    """Return the VTIMEZONE of an IANA zone.

    Raises `UnsupportedTimeZoneError` for the POSIX forms that no zone of the United States needs:
    days of the year (``Jn`` and ``n``), and times before midnight or after 23:59:59.
    """
    rule = _posix_rule(name)
    parts = _POSIX.fullmatch(rule)
    if parts is None:
        raise UnsupportedTimeZoneError(f"{name}: {rule}")
    standard_name, standard_offset, daylight_name, daylight_offset, *changes = parts.groups()
    standard = -_duration(standard_offset)  # POSIX counts offsets west of Greenwich as positive
    zone = Timezone()
    zone.add("TZID", name)
    if daylight_name is None:
        zone.add_component(_observance(TimezoneStandard(), standard_name, standard, standard))
        return zone
    daylight = standard + _duration("1")
    if daylight_offset:
        daylight = -_duration(daylight_offset)
    to_daylight, to_standard = changes[:4], changes[4:]
    zone.add_component(
        _observance(TimezoneStandard(), standard_name, daylight, standard, to_standard)
    )
    zone.add_component(
        _observance(TimezoneDaylight(), daylight_name, standard, daylight, to_daylight)
    )
    return zone


def _posix_rule(name: str) -> str:
    """Return the footer of the TZif file that `zoneinfo` uses for the zone."""
    folders = (*map(Path, zoneinfo.TZPATH), importlib.resources.files("tzdata") / "zoneinfo")
    files = (folder.joinpath(name) for folder in folders)
    file = next(file for file in files if file.is_file())
    return file.read_bytes().rsplit(b"\n", 2)[1].decode("ascii")


def _observance(
    part: TimezoneStandard | TimezoneDaylight,
    name: str,
    before: datetime.timedelta,
    after: datetime.timedelta,
    change: Sequence[str] = (),
) -> TimezoneStandard | TimezoneDaylight:
    """Complete an observance, which starts every year at a POSIX ``Mmonth.week.weekday/time``.

    POSIX and RFC 5545 both count the time in the offset in effect before the change.
    """
    onset = datetime.datetime(FIRST_YEAR, 1, 1)  # noqa: DTZ001 - local time
    if change:
        month, week, weekday, time = change
        position = "-1" if week == "5" else week  # POSIX: 5 is the last one of the month
        rule = f"FREQ=YEARLY;BYMONTH={month};BYDAY={position}{_WEEKDAYS[int(weekday)]}"
        onset = rrulestr(rule, dtstart=onset + _duration(time or "2"))[0]
        part.add("RRULE", vRecur.from_ical(rule))
    part.add("TZNAME", name.strip("<>"))
    part.DTSTART, part.TZOFFSETFROM, part.TZOFFSETTO = onset, before, after
    return part


def _duration(text: str) -> datetime.timedelta:
    """Return ``[+-]hours[:minutes[:seconds]]`` as a duration."""
    hours, minutes, seconds = [*map(int, text.lstrip("+-").split(":")), 0, 0][:3]
    length = datetime.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -length if text.startswith("-") else length
