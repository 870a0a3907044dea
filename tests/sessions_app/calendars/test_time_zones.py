"""VTIMEZONE components, evaluated strictly by RFC 5545, 3.6.5."""

import datetime
import struct
import zoneinfo

import pytest
from dateutil.rrule import rrulestr

from sessions_app.calendars import time_zones
from tests.sessions_app.calendars.unsaved_sessions import UTC, ZONES

#: Rules of other countries, with what those of the United States do not have.
OTHER_RULES = {
    "southern hemisphere": "AEST-10AEDT,M10.1.0,M4.1.0/3",
    "last week of a month": "CET-1CEST,M3.5.0,M10.5.0/3",
    "half an hour, names that are numbers": "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
    "minutes": "<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45",
    "standard time in summer": "IST-1GMT0,M10.5.0,M3.5.0/1",
    "no daylight saving time": "<+0545>-5:45",
}
UNSUPPORTED_RULES = {
    "26 hours after a Thursday begins": "IST-2IDT,M3.4.4/26,M10.5.0",
    "an hour before a Sunday begins": "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
    "day of the year without February 29": "<-03>3<-02>,J60/2,J300/2",
    "day of the year": "<-03>3<-02>,59/2,299/2",
    "no POSIX form": "",
}


@pytest.fixture
def set_tzpath():
    """Return a function that sets the folders where zoneinfo looks for zones."""
    before = zoneinfo.TZPATH
    yield lambda *folders: zoneinfo.reset_tzpath(to=folders)
    zoneinfo.reset_tzpath(to=before)


@pytest.fixture
def zone_with_rule(tmp_path, set_tzpath):
    """Return a function that makes a zone with a POSIX rule and no other data."""

    def make(rule):
        # RFC 9636, 3: a header with the numbers of entries, one local time type, one designation.
        data = b"TZif2" + bytes(15) + struct.pack(">6l", 0, 0, 0, 0, 1, 4) + bytes(6) + b"UTC\0"
        (tmp_path / "Test").mkdir()
        (tmp_path / "Test" / "Zone").write_bytes(data + data + b"\n" + rule.encode() + b"\n")
        set_tzpath(tmp_path)
        zoneinfo.ZoneInfo.clear_cache(only_keys=["Test/Zone"])
        return "Test/Zone"

    return make


def onsets_of(vtimezone):
    """Return (UTC instant, new offset) of each offset change of 2024 to 2031 in a VTIMEZONE.

    An onset is in the local time in effect just before it.
    """
    first, last = datetime.datetime(2024, 1, 1), datetime.datetime(2032, 1, 1)  # noqa: DTZ001
    return sorted(
        (onset - part.TZOFFSETFROM, part.TZOFFSETTO)
        for part in vtimezone.subcomponents
        if "RRULE" in part
        for onset in rrulestr(part["RRULE"].to_ical().decode(), dtstart=part.DTSTART).between(
            first, last
        )
    )


def changes_of(zone):
    """Return (UTC instant, new offset) of each offset change of 2024 to 2031 in zoneinfo."""

    def offset(moment):
        return moment.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset()

    first = datetime.datetime(2024, 1, 1, tzinfo=UTC)
    changes = []
    for day in (first + datetime.timedelta(days) for days in range(8 * 365 + 2)):
        if offset(day) == offset(day + datetime.timedelta(days=1)):
            continue
        change = next(
            moment
            for moment in (day + datetime.timedelta(minutes=15 * number) for number in range(1, 97))
            if offset(moment) != offset(day)
        )
        changes.append((change.replace(tzinfo=None), offset(change)))
    return changes


def names_and_offsets(zone):
    clock = zoneinfo.ZoneInfo(zone)
    local = [datetime.datetime(2027, month, 15, tzinfo=clock) for month in range(1, 13)]
    return {(moment.tzname(), moment.utcoffset()) for moment in local}


def assert_vtimezone_is_zoneinfo(zone):
    vtimezone = time_zones.vtimezone(zone)

    assert onsets_of(vtimezone) == changes_of(zone)
    parts = vtimezone.subcomponents
    assert {(part["TZNAME"], part.TZOFFSETTO) for part in parts} == names_and_offsets(zone)


@pytest.mark.parametrize("zone", ZONES)
def test_offered_zone_is_the_zone_of_zoneinfo(zone):
    assert_vtimezone_is_zoneinfo(zone)


@pytest.mark.parametrize("rule", OTHER_RULES.values(), ids=OTHER_RULES)
def test_zone_with_another_rule_is_the_zone_of_zoneinfo(rule, zone_with_rule):
    assert_vtimezone_is_zoneinfo(zone_with_rule(rule))


def test_zone_with_daylight_saving_time_has_two_yearly_rules():
    lines = time_zones.vtimezone_lines("America/Chicago").decode().split("\r\n")

    assert lines == [
        "BEGIN:VTIMEZONE",
        "TZID:America/Chicago",
        "BEGIN:STANDARD",
        "DTSTART:20071104T020000",
        "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11",
        "TZNAME:CST",
        "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0600",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:20070311T020000",
        "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3",
        "TZNAME:CDT",
        "TZOFFSETFROM:-0600",
        "TZOFFSETTO:-0500",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
        "",
    ]


def test_zone_without_daylight_saving_time_has_one_standard_time():
    lines = time_zones.vtimezone_lines("Pacific/Guam").decode().split("\r\n")

    assert lines == [
        "BEGIN:VTIMEZONE",
        "TZID:Pacific/Guam",
        "BEGIN:STANDARD",
        "DTSTART:20070101T000000",
        "TZNAME:ChST",
        "TZOFFSETFROM:+1000",
        "TZOFFSETTO:+1000",
        "END:STANDARD",
        "END:VTIMEZONE",
        "",
    ]


@pytest.mark.parametrize("rule", UNSUPPORTED_RULES.values(), ids=UNSUPPORTED_RULES)
def test_rule_that_is_no_weekday_of_a_month_is_refused(rule, zone_with_rule):
    zone = zone_with_rule(rule)

    with pytest.raises(time_zones.UnsupportedTimeZoneError) as refusal:
        time_zones.vtimezone(zone)

    assert str(refusal.value) == f"Test/Zone: {rule}"


@pytest.mark.parametrize("zone", ZONES)
def test_zone_is_found_without_a_system_database(zone, set_tzpath):
    by_system = time_zones.vtimezone(zone).to_ical()

    set_tzpath()

    assert time_zones.vtimezone(zone).to_ical() == by_system
