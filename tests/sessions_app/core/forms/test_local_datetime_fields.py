import datetime

import pytest
from django.core.exceptions import ValidationError

from sessions_app.core.forms.local_datetime_fields import DateField, WallClockField

FAR_AWAY = ["Enter a date from 1900 to 2100. Check the year."]


@pytest.mark.parametrize("day", ["1900-01-01", "2100-12-31"])
def test_days_of_two_centuries_are_taken(day):
    assert DateField().clean(day) == datetime.date.fromisoformat(day)
    assert WallClockField().clean(f"{day}T23:59").date() == datetime.date.fromisoformat(day)


@pytest.mark.parametrize("day", ["0001-01-01", "0226-10-03", "1899-12-31", "2101-01-01"])
def test_day_far_away_is_a_slip_of_the_year(day):
    with pytest.raises(ValidationError) as of_day:
        DateField().clean(day)
    with pytest.raises(ValidationError) as of_moment:
        WallClockField().clean(f"{day}T22:00")

    assert (of_day.value.messages, of_moment.value.messages) == (FAR_AWAY, FAR_AWAY)


def test_empty_days_stay_empty():
    assert DateField(required=False).clean("") is None
    assert WallClockField(required=False).clean("") is None
