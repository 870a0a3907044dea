"""The board: actions in columns, each with its first few and how many there are."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F
from django.utils.translation import gettext_lazy as _

from sessions_app.actions.enums import OPEN_ACTION_STATES, ActionState, DueWindow
from sessions_app.actions.models import FollowUpAction, FollowUpActionQuerySet
from sessions_app.programs.models import Agency

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Cards that a column shows before a link to all.
CARDS = 8
#: Agencies with the most open actions, each of which gets a column.
AGENCIES = 12
#: States that get a column: those in which somebody has to do something.
STATES = (*OPEN_ACTION_STATES, ActionState.COMPLETED)


@dataclass(frozen=True)
class Column:
    label: str
    count: int
    actions: list[FollowUpAction]
    #: Filters of the register that show all.
    filters: list[tuple[str, str]]


def by_state(actions: FollowUpActionQuerySet) -> Iterator[Column]:
    counts = dict(
        actions.filter(state__in=STATES)
        .order_by()
        .values_list("state")
        .annotate(count=Count("pk", distinct=True))
    )
    for state in STATES:
        yield _column(
            ActionState(state).label,
            actions.filter(state=state),
            filters=[("state", str(state))],
            count=counts.get(state, 0),
        )


def by_agency(actions: FollowUpActionQuerySet) -> Iterator[Column]:
    """Yield the open actions of each lead agency, those with the most first."""
    counts = dict(
        actions.open()
        .order_by()
        .values_list("lead_agency")
        .annotate(count=Count("pk", distinct=True))
        .order_by("-count", "lead_agency")[:AGENCIES]
    )
    names = Agency.objects.in_bulk(counts)
    for key, count in counts.items():
        yield _column(
            names[key].name,
            actions.open().filter(lead_agency=key),
            filters=[("lead_agency", str(key)), *_states(*OPEN_ACTION_STATES)],
            count=count,
        )


def by_due_date(actions: FollowUpActionQuerySet, *, today: datetime.date) -> Iterator[Column]:
    """Yield the actions that somebody has committed to, by when; then proposals."""
    for window in DueWindow:
        yield _column(
            window.label, actions.due(window, today=today), filters=[("due", window.value)]
        )
    yield _column(
        _("Proposed: no date promised"),
        actions.filter(state=ActionState.PROPOSED),
        filters=_states(ActionState.PROPOSED),
    )


def _column(
    label: "StrOrPromise",
    actions: FollowUpActionQuerySet,
    *,
    filters: list[tuple[str, str]],
    count: int | None = None,
) -> Column:
    first = actions.select_related("lead_agency", "owner", "owner_contact").order_by(
        F("due_on").asc(nulls_last=True), "pk"
    )[:CARDS]
    return Column(
        label=str(label),
        count=actions.count() if count is None else count,
        actions=list(first),
        filters=filters,
    )


def _states(*states: str) -> list[tuple[str, str]]:
    return [("state", str(state)) for state in states]
