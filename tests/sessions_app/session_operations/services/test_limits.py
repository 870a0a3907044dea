"""Limits of sessions, on both sides: the last moment and the first, one seat more and one fewer."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from sessions_app.core.errors import EngagementError
from sessions_app.listening_sessions.enums import Recurrence, SessionState
from sessions_app.listening_sessions.errors import ScheduleError
from sessions_app.listening_sessions.services import readiness
from sessions_app.models import ListeningSession, SessionSeries
from sessions_app.session_operations.services import series, sessions
from tests.builders import (
    IN_PERSON,
    build_registration,
    build_session,
    build_small_session,
    build_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TICK = datetime.timedelta(microseconds=1)
HOUR = datetime.timedelta(hours=1)


def at(moment):
    return time_machine.travel(moment, tick=False)


def save(session, *, capacity=None, **changes):
    stored = ListeningSession.objects.get(pk=session.pk)
    for name, value in changes.items():
        setattr(stored, name, value)
    capacities = {} if capacity is None else {IN_PERSON: capacity}
    return sessions.save_session(listening_session=stored, capacities=capacities, by=session.host)


def test_session_ends_after_it_starts():
    session = build_session()

    with pytest.raises(ScheduleError, match="ends before it starts"):
        save(session, ends_at=session.starts_at)
    assert save(session, ends_at=session.starts_at + TICK)


def test_session_is_moved_into_the_future():
    session = build_session()
    moment = session.starts_at - 5 * HOUR

    with at(moment):
        with pytest.raises(ScheduleError, match="has passed"):
            save(session, starts_at=moment)
        assert save(session, starts_at=moment + TICK)


def test_session_is_scheduled_before_it_starts():
    drafts = [build_session(state=SessionState.DRAFT) for _n in range(2)]
    moment = drafts[0].starts_at

    with at(moment), pytest.raises(ScheduleError, match="has passed"):
        sessions.schedule(listening_session=drafts[0], by=build_user())
    with at(moment - TICK):
        sessions.schedule(listening_session=drafts[1], by=build_user())


def test_session_is_held_from_its_start_on():
    session = build_session()

    with at(session.starts_at - TICK), pytest.raises(ScheduleError, match="not started yet"):
        sessions.mark_held(listening_session=session, by=build_user())
    with at(session.starts_at):
        assert sessions.mark_held(listening_session=session, by=build_user()).state == "held"


def test_capacity_is_cut_to_the_seats_taken_and_no_further():
    session = build_small_session(10)
    build_registration(session, people=3)

    with pytest.raises(ScheduleError, match="already taken"):
        save(session, capacity=2)
    save(session, capacity=3)
    assert session.seat_pools.get().capacity == 3


def test_capacity_is_cut_to_the_largest_group_on_the_waitlist_and_no_further():
    session = build_small_session(4)
    seated = build_registration(session)
    build_registration(session, people=4)
    build_registration(session, people=2)

    with pytest.raises(ScheduleError, match="A group of 4"):
        save(session, capacity=3)
    save(session, capacity=4)
    assert (seated.seats, session.seat_pools.get().waiting) == (1, 2)


def rule(day, recurrence=Recurrence.WEEKLY, times=1):
    session = build_session(
        starts_at=datetime.datetime.fromisoformat(f"{day}T18:00:00+00:00"),
        state=SessionState.DRAFT,
    )
    return series.recurrence_rule(listening_session=session, recurrence=recurrence, times=times)


@pytest.mark.parametrize("times", [0, series.MOST + 1])
def test_session_is_not_repeated_less_than_once_or_more_than_the_limit(times):
    with pytest.raises(ScheduleError, match="Enter a number"):
        rule("2027-03-02", times=times)


@pytest.mark.parametrize("times", [1, series.MOST])
def test_session_is_repeated_once_and_up_to_the_limit(times):
    assert rule("2027-03-02", times=times) == f"FREQ=WEEKLY;INTERVAL=1;COUNT={times + 1}"


def test_monthly_session_is_on_a_day_that_every_month_has():
    assert "BYMONTHDAY=28" in rule("2027-03-28", Recurrence.MONTHLY_DATE)
    with pytest.raises(ScheduleError, match="Not every month has a day 29"):
        rule("2027-03-29", Recurrence.MONTHLY_DATE)


@pytest.mark.parametrize(
    ("day", "week"), [("2027-03-07", "1SU"), ("2027-03-28", "4SU"), ("2027-03-29", "-1MO")]
)
def test_fifth_weekday_of_a_month_is_its_last(day, week):
    assert f"BYDAY={week};" in rule(day, Recurrence.MONTHLY_WEEKDAY)


def test_only_sessions_that_start_later_are_later_in_the_series():
    together = SessionSeries.objects.create(rule="FREQ=WEEKLY")
    now = timezone.now() + datetime.timedelta(days=9)
    session, _same, later = (
        build_session(series=together, starts_at=moment) for moment in (now, now, now + TICK)
    )

    assert list(series.later_in_series(listening_session=session)) == [later]


@pytest.mark.parametrize("state", [SessionState.HELD, SessionState.CANCELLED])
def test_readiness_list_is_closed_once_the_session_is_over_or_called_off(state):
    with pytest.raises(EngagementError, match="cannot be changed"):
        readiness.tick(
            listening_session=build_session(state=state),
            check="interpreters_ready",
            is_done=True,
            by=build_user(),
        )
