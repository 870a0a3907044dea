"""Federal holidays, and the days on which they are observed (5 U.S.C. 6103).

Why this does not use a library: docs/adr/0029.
"""

import datetime
from functools import lru_cache

from dateutil.rrule import FR, MO, MONTHLY, TH, rrule
from django.utils.translation import gettext_noop

#: 5 U.S.C. 6103(a). Name, month, and a date or (weekday, ordinal in the month).
_HOLIDAYS = (
    (gettext_noop("New Year’s Day"), 1, 1),
    (gettext_noop("Birthday of Martin Luther King, Jr."), 1, MO(3)),
    (gettext_noop("Washington’s Birthday"), 2, MO(3)),
    (gettext_noop("Memorial Day"), 5, MO(-1)),
    (gettext_noop("Juneteenth National Independence Day"), 6, 19),
    (gettext_noop("Independence Day"), 7, 4),
    (gettext_noop("Labor Day"), 9, MO(1)),
    (gettext_noop("Columbus Day"), 10, MO(2)),
    (gettext_noop("Veterans Day"), 11, 11),
    (gettext_noop("Thanksgiving Day"), 11, TH(4)),
    (gettext_noop("Christmas Day"), 12, 25),
)
_ONE_DAY = datetime.timedelta(days=1)


def holiday_on(day: datetime.date) -> str:
    """Return the English name of the holiday that falls on, or is observed on, a day; else ``""``.

    A holiday on a Saturday is observed on the Friday before (5 U.S.C. 6103(b)), one on a Sunday on
    the Monday after (Executive Order 11582). Translate the name where it is displayed.
    """
    # New Year's Day on a Saturday is observed in the previous year.
    return _closed_days(day.year).get(day) or _closed_days(day.year + 1).get(day, "")


@lru_cache(maxsize=16)
def _closed_days(year: int) -> dict[datetime.date, str]:
    closed = {}
    for name, month, rule in _HOLIDAYS:
        day = datetime.date(year, month, rule if isinstance(rule, int) else 1)
        if not isinstance(rule, int):
            first = datetime.datetime.combine(day, datetime.time())
            day = rrule(MONTHLY, dtstart=first, byweekday=rule, count=1)[0].date()
        closed[day] = name
        if day.weekday() == FR.weekday + 1:
            closed[day - _ONE_DAY] = name
        elif day.weekday() == FR.weekday + 2:
            closed[day + _ONE_DAY] = name
    return closed
