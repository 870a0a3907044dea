"""Accommodation requests put together: what to order for a session, and figures without people."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import TruncMonth

from sessions_app.registrations.enums import AccommodationKind, AccommodationState
from sessions_app.registrations.models import AccommodationRequest

#: A smaller figure could point to a person.
SMALLEST_SHOWN = 5


@dataclass(frozen=True)
class OrderLine:
    """One thing to order, for so many people. What they wrote stays in the office: it may tell
    who they are."""

    label: str
    language: str
    #: Everybody who needs it, and those of them for whom it was ordered before.
    people: int
    ordered: int
    #: Live captions are read behind a link, which the provider sends.
    has_link: bool


def order_lines(requests: Iterable[AccommodationRequest]) -> list[OrderLine]:
    """Group requests by kind and language, in the order of the kinds."""
    order = list(AccommodationKind.values)
    people: Counter[tuple[int, str]] = Counter()
    ordered: Counter[tuple[int, str]] = Counter()
    for request in requests:
        line = (order.index(request.kind), " ".join(request.language.split()).title())
        people[line] += 1
        ordered[line] += request.state != AccommodationState.REQUESTED
    return [
        OrderLine(
            label=str(AccommodationKind(order[position]).label),
            language=language,
            people=people[position, language],
            ordered=ordered[position, language],
            has_link=order[position] == AccommodationKind.CART,
        )
        for position, language in sorted(people)
    ]


@dataclass(frozen=True)
class CountedMonth:
    """Requests of one month and kind. A figure that is too small to show is None."""

    month: datetime.date
    label: str
    total: int | None
    provided: int | None
    unmet: int | None


def counts_by_month() -> list[CountedMonth]:
    """Return requests by the month in which they were made and by kind, the newest first.

    Withdrawn ones are not counted. Figures from 1 to 4 are left out; so that they cannot be
    worked out from the others, a row with a small total shows nothing else.
    """
    rows = (
        AccommodationRequest.objects.exclude(state=AccommodationState.WITHDRAWN)
        .annotate(month=TruncMonth("created_at"))
        .order_by()
        .values("month", "kind", "state")
        .annotate(n=Count("pk"))
    )
    found: dict[tuple[datetime.date, str], dict[str, int]] = {}
    for row in rows:
        states = found.setdefault((row["month"].date(), row["kind"]), {})
        states[row["state"]] = row["n"]
    order = list(AccommodationKind.values)
    return [
        _counted(month, kind, states)
        for (month, kind), states in sorted(
            found.items(), key=lambda item: (-item[0][0].toordinal(), order.index(item[0][1]))
        )
    ]


def _counted(month: datetime.date, kind: str, states: dict[str, int]) -> CountedMonth:
    total = sum(states.values())
    parts = [states.get(AccommodationState.PROVIDED, 0), states.get(AccommodationState.UNMET, 0)]
    rest = total - sum(parts)
    # One small part could be worked out from the total and the others.
    shows_parts = all(_is_safe(part) for part in [*parts, rest])
    return CountedMonth(
        month=month,
        label=str(AccommodationKind(kind).label),
        total=total if _is_safe(total) else None,
        provided=parts[0] if shows_parts else None,
        unmet=parts[1] if shows_parts else None,
    )


def _is_safe(figure: int) -> bool:
    return figure == 0 or figure >= SMALLEST_SHOWN
