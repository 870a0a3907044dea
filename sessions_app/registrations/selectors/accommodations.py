"""Aggregated accommodation requests: orders for a session, and anonymous counts."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import TruncMonth

from sessions_app.registrations.enums import AccommodationKind, AccommodationState
from sessions_app.registrations.models import AccommodationRequest

#: A smaller figure could identify a person.
SMALLEST_SHOWN = 5


@dataclass(frozen=True)
class OrderLine:
    """One item to order, with the number of people. What registrants wrote is not included,
    because it may identify them.
    """

    label: str
    language: str
    #: Number of people who need it, and of those for whom it was ordered already.
    people: int
    ordered: int
    #: Whether the provider has to send a link, as for live captions.
    has_link: bool


def order_lines(requests: Iterable[AccommodationRequest]) -> list[OrderLine]:
    """Group requests by kind and language, ordered by kind."""
    order = list(AccommodationKind.values)
    people: Counter[tuple[int, str]] = Counter()
    ordered: Counter[tuple[int, str]] = Counter()
    written: dict[str, str] = {}
    for request in requests:
        language = " ".join(request.language.split())
        line = (order.index(request.kind), language.casefold())
        written.setdefault(line[1], language[:1].upper() + language[1:])
        people[line] += 1
        ordered[line] += request.state != AccommodationState.REQUESTED
    return [
        OrderLine(
            label=str(AccommodationKind(order[position]).label),
            language=written[language],
            people=people[position, language],
            ordered=ordered[position, language],
            has_link=order[position] == AccommodationKind.CART,
        )
        for position, language in sorted(people)
    ]


@dataclass(frozen=True)
class CountedMonth:
    """Requests of one month and kind. A suppressed figure is None."""

    month: datetime.date
    label: str
    total: int | None
    provided: int | None
    unmet: int | None


def counts_by_month() -> list[CountedMonth]:
    """Return the number of requests by month of request and by kind, newest first.

    Withdrawn ones are not counted. Figures from 1 to 4 are suppressed; so that they cannot be
    calculated from the others, a row with a small figure shows only its total.
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
    # A single small part could be calculated from the total and the others.
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
