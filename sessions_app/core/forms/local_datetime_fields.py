"""Fields for local times in the time zone of a session."""

import datetime
import zoneinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext_lazy as _

#: First or second occurrence of an ambiguous local time (PEP 495).
FIRST, SECOND = "0", "1"
#: Range of accepted years: programs and memberships may be old, but time zone arithmetic overflows
#: near the ends of Python's calendar.
FIRST_YEAR, LAST_YEAR = 1900, 2100


class RepeatedHourError(ValidationError):
    """The local time is ambiguous, and ``fold`` was not chosen."""


def on_clock(
    naive: datetime.datetime, zone: zoneinfo.ZoneInfo, *, zone_label: str, fold: str = ""
) -> datetime.datetime:
    """Return the UTC datetime of the local time ``naive`` in ``zone``.

    In UTC, because Python compares and subtracts datetimes of one zone by wall-clock time.

    Raises ``ValidationError`` for a nonexistent local time, and :class:`RepeatedHourError` for an
    ambiguous one while ``fold`` is empty.
    """
    first = naive.replace(tzinfo=zone, fold=0)
    second = naive.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(datetime.UTC)
    words = {
        "day": format_date(naive, "F j, Y"),
        "time": format_date(naive, "g:i a"),
        "zone": zone_label,
    }
    if first.astimezone(datetime.UTC).astimezone(zone).replace(tzinfo=None) != naive:
        raise ValidationError(
            _(
                "%(time)s does not exist on %(day)s in %(zone)s, because clocks move "
                "forward. Enter an earlier or later time."
            ),
            params=words,
            code="skipped_hour",
        )
    if fold not in (FIRST, SECOND):
        raise RepeatedHourError(
            _(
                "%(time)s happens twice on %(day)s in %(zone)s, because clocks move back. "
                "Choose which one you mean below."
            ),
            params=words,
            code="repeated_hour",
        )
    return (second if fold == SECOND else first).astimezone(datetime.UTC)


def check_year(day: datetime.date) -> None:
    """Raise ``ValidationError`` for a year that must be a typo."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(
            _("Enter a date from %(first)d to %(last)d. Check the year."),
            params={"first": FIRST_YEAR, "last": LAST_YEAR},
            code="far_away",
        )


class WallClockField(forms.DateTimeField):
    """A date and time without a zone; the form interprets it in one."""

    default_validators = [check_year]
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime.datetime | None:
        with timezone.override(datetime.UTC):
            moment = super().to_python(value)
        return moment and moment.replace(tzinfo=None)


class DateField(forms.DateField):
    """A date, typed or picked with the browser's date picker."""

    default_validators = [check_year]
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TimeField(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
