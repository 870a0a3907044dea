"""Session series: creating repeats, and carrying changes over."""

import datetime
import zoneinfo

import pytest

from sessions_app.core.roles import ROLE_ENGAGEMENT_OFFICER
from sessions_app.listening_sessions.enums import Recurrence, SessionState
from sessions_app.listening_sessions.errors import ScheduleError
from sessions_app.models import AgendaItem, ListeningSession, OutboxMessage
from sessions_app.session_operations.services import series
from tests.builders import build_registration, build_room, build_session, build_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_in_2026")]

CHICAGO = zoneinfo.ZoneInfo("America/Chicago")


@pytest.fixture
def officer():
    return build_staff(ROLE_ENGAGEMENT_OFFICER)


def session_on(year, month, day, hour=18, **values):
    start = datetime.datetime(year, month, day, hour, 30, tzinfo=CHICAGO)
    end = (start.astimezone(datetime.UTC) + datetime.timedelta(hours=2)).astimezone(datetime.UTC)
    return build_session(starts_at=start.astimezone(datetime.UTC), ends_at=end, **values)


def days_of(session, recurrence, times):
    rule = series.recurrence_rule(listening_session=session, recurrence=recurrence, times=times)
    return rule, [
        each.day.isoformat() for each in series.occurrences(listening_session=session, rule=rule)
    ]


@pytest.mark.parametrize(
    ("day", "recurrence", "rule", "days"),
    [
        (9, Recurrence.WEEKLY, "FREQ=WEEKLY;INTERVAL=1;COUNT=3", ["2027-02-16", "2027-02-23"]),
        (9, Recurrence.FORTNIGHTLY, "FREQ=WEEKLY;INTERVAL=2;COUNT=3", ["2027-02-23", "2027-03-09"]),
        (
            9,
            Recurrence.MONTHLY_WEEKDAY,
            "FREQ=MONTHLY;BYDAY=2TU;COUNT=3",
            ["2027-03-09", "2027-04-13"],
        ),
        (
            9,
            Recurrence.MONTHLY_DATE,
            "FREQ=MONTHLY;BYMONTHDAY=9;COUNT=3",
            ["2027-03-09", "2027-04-09"],
        ),
    ],
)
def test_days_of_a_rule(day, recurrence, rule, days):
    assert days_of(session_on(2027, 2, day), recurrence, 2) == (rule, days)


def test_fifth_weekday_of_a_month_repeats_on_the_last_one():
    rule, days = days_of(session_on(2027, 3, 30), Recurrence.MONTHLY_WEEKDAY, 2)

    assert (rule, days) == ("FREQ=MONTHLY;BYDAY=-1TU;COUNT=3", ["2027-04-27", "2027-05-25"])


@pytest.mark.parametrize(
    ("day", "recurrence", "times", "field"),
    [
        (29, Recurrence.MONTHLY_DATE, 2, "recurrence"),
        (9, Recurrence.WEEKLY, 0, "times"),
        (9, Recurrence.WEEKLY, 53, "times"),
    ],
)
def test_rule_that_makes_no_sense_is_refused_beside_its_field(day, recurrence, times, field):
    with pytest.raises(ScheduleError) as refused:
        days_of(session_on(2027, 3, day), recurrence, times)

    assert refused.value.field == field


def test_occurrences_keep_the_time_on_the_clock_of_the_place_and_save_nothing():
    session = session_on(2027, 3, 9)  # daylight saving time starts on March 14
    rule, _days = days_of(session, Recurrence.WEEKLY, 1)

    [again] = series.occurrences(listening_session=session, rule=rule)

    assert again.session.local_start.strftime("%m-%d %H:%M %z") == "03-16 18:30 -0500"
    assert session.local_start.strftime("%m-%d %H:%M %z") == "03-09 18:30 -0600"
    assert ListeningSession.objects.count() == 1


def test_occurrence_at_an_hour_that_the_clock_skips_is_left_out():
    session = session_on(2027, 3, 7, hour=2)
    rule, _days = days_of(session, Recurrence.WEEKLY, 2)

    found = series.occurrences(listening_session=session, rule=rule)

    assert [(each.day.day, each.session is None) for each in found] == [(14, True), (21, False)]


def test_occurrence_tells_of_a_conflict():
    room = build_room()
    session = session_on(2027, 3, 2, venue=room.venue, room=room)
    taken = session_on(2027, 3, 9, venue=room.venue, room=room)
    rule, _days = days_of(session, Recurrence.WEEKLY, 2)

    found = series.occurrences(listening_session=session, rule=rule)

    assert [[conflict.other for conflict in each.conflicts] for each in found] == [
        [taken],
        [],
    ]


def repeated(session, officer, times=2):
    rule, _days = days_of(session, Recurrence.WEEKLY, times)
    days = [each.day for each in series.occurrences(listening_session=session, rule=rule)]
    made = series.repeat(listening_session=session, rule=rule, days=days, by=officer)
    session.refresh_from_db()
    return made


def test_repeat_makes_ordinary_drafts_with_an_identity_of_their_own(officer):
    session = session_on(2027, 3, 2, capacities={"in_person": 7, "virtual": None}, sequence=4)
    session.faca_checked = True
    session.save()
    AgendaItem.objects.create(listening_session=session, title="Welcome", position=1)

    made = repeated(session, officer)

    assert session.series.rule == "FREQ=WEEKLY;INTERVAL=1;COUNT=3"
    assert [each.series for each in made] == [session.series] * 2
    for field in ("ical_uid", "slug", "reference"):
        assert len({getattr(each, field) for each in [session, *made]}) == 3
    for each in made:
        each.refresh_from_db()
        assert (each.state, each.sequence, each.faca_checked) == (SessionState.DRAFT, 0, False)
        assert {pool.mode: (pool.capacity, pool.taken) for pool in each.seat_pools.all()} == {
            "in_person": (7, 0),
            "virtual": (None, 0),
        }
        assert [item.title for item in each.agenda_items.all()] == ["Welcome"]
    assert OutboxMessage.objects.count() == 0


def test_repeat_without_a_day_changes_nothing(officer):
    session = session_on(2027, 3, 2)

    with pytest.raises(ScheduleError):
        series.repeat(listening_session=session, rule="", days=[], by=officer)

    session.refresh_from_db()
    assert session.series is None


def test_carry_over_moves_the_time_of_day_and_tells_only_who_is_concerned(officer):
    session = session_on(2027, 3, 2)
    first, second = repeated(session, officer)
    ListeningSession.objects.filter(pk=first.pk).update(state=SessionState.SCHEDULED)
    first.seat_pools.update(is_open=True)
    first.refresh_from_db()
    build_registration(first, email="told@example.org")
    session.starts_at -= datetime.timedelta(hours=1)
    session.ends_at -= datetime.timedelta(hours=1)
    session.title = "Another title"
    session.save()
    OutboxMessage.objects.all().delete()

    series.carry_over(listening_session=session, to=[first, second], parts=["time"], by=officer)

    first.refresh_from_db()
    second.refresh_from_db()
    assert [each.local_start.strftime("%m-%d %H:%M") for each in (first, second)] == [
        "03-09 17:30",
        "03-16 17:30",
    ]
    assert first.title != "Another title"
    assert (first.sequence, second.sequence) == (1, 1)
    assert [message.recipient for message in OutboxMessage.objects.all()] == ["told@example.org"]


def test_carry_over_of_words_tells_nobody(officer):
    session = session_on(2027, 3, 2)
    [later] = repeated(session, officer, times=1)
    session.title = "Another title"
    session.save()

    series.carry_over(listening_session=session, to=[later], parts=["words"], by=officer)

    later.refresh_from_db()
    assert (later.title, later.sequence) == ("Another title", 0)


def test_carry_over_changes_all_or_none(officer):
    session = session_on(2027, 3, 2)
    first, second = repeated(session, officer)
    ListeningSession.objects.filter(pk=second.pk).update(state=SessionState.SCHEDULED)
    second.seat_pools.update(is_open=True)
    second.refresh_from_db()
    build_registration(second, people=3, mode="in_person")
    session.seat_pools.filter(mode="in_person").update(capacity=2)

    with pytest.raises(ScheduleError) as refused:
        series.carry_over(
            listening_session=session, to=[first, second], parts=["place"], by=officer
        )

    assert str(second) in refused.value.message
    assert first.seat_pools.get(mode="in_person").capacity == 20


def test_carry_over_reaches_no_session_of_another_series_and_none_before(officer):
    session = session_on(2027, 3, 2)
    [later] = repeated(session, officer, times=1)
    stranger = session_on(2027, 3, 30)

    for source, target in ((session, stranger), (later, session)):
        with pytest.raises(ScheduleError):
            series.carry_over(listening_session=source, to=[target], parts=["words"], by=officer)
