"""Compared with the dates published by the Office of Personnel Management."""

import datetime

import pytest

from sessions_app.core.federal_holidays import holiday_on

#: Month and day of each holiday; for one on a weekend, the day on which it is observed.
CLOSED = {
    2025: "1-1 1-20 2-17 5-26 6-19 7-4 9-1 10-13 11-11 11-27 12-25",
    2026: "1-1 1-19 2-16 5-25 6-19 7-3 9-7 10-12 11-11 11-26 12-25",
    2027: "1-1 1-18 2-15 5-31 6-18 7-5 9-6 10-11 11-11 11-25 12-24",
    2028: "1-17 2-21 5-29 6-19 7-4 9-4 10-9 11-10 11-23 12-25",
}


@pytest.mark.parametrize("year", CLOSED)
def test_working_days_that_are_holidays(year):
    days = [
        datetime.date(year, 1, 1) + datetime.timedelta(days=n)
        for n in range(366)
        if (datetime.date(year, 1, 1) + datetime.timedelta(days=n)).year == year
    ]

    closed = [day for day in days if day.weekday() < 5 and holiday_on(day)]

    listed = [tuple(map(int, words.split("-"))) for words in CLOSED[year].split()]
    if year == 2027:  # January 1, 2028 is a Saturday
        listed.append((12, 31))
    assert [(day.month, day.day) for day in closed] == listed


def test_holiday_at_the_weekend_is_named_on_both_days():
    assert holiday_on(datetime.date(2026, 7, 3)) == holiday_on(datetime.date(2026, 7, 4))
    assert holiday_on(datetime.date(2026, 7, 4)) == "Independence Day"
    assert holiday_on(datetime.date(2026, 7, 6)) == ""
