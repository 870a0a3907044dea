"""The month view for staff, and the user's own calendar."""

import datetime
import re

import pytest
import time_machine

from sessions_app.calendars import services as calendar_feeds
from sessions_app.core.enums import TokenPurpose
from sessions_app.listening_sessions.enums import AttendanceMode, SessionState
from sessions_app.models import AccessToken
from tests.builders import build_registration, build_session

pytestmark = pytest.mark.django_db
UTC = datetime.UTC
MONTH = "/admin/listening-sessions/calendar/"


@pytest.fixture
def _in_november():
    with time_machine.travel(datetime.datetime(2026, 11, 24, 17, 0, tzinfo=UTC), tick=False):
        yield


def days(response) -> dict[str, list[str]]:
    return {
        day.date.isoformat(): [entry["session"].title for entry in entries]
        for week in response.context["weeks"]
        for day, entries in week
        if entries
    }


def at(day: int, **values):
    start = datetime.datetime(2026, 12, day, 23, 0, tzinfo=UTC)
    return build_session(starts_at=start, ends_at=start + datetime.timedelta(hours=1), **values)


@pytest.mark.usefixtures("_in_november")
def test_month_shows_every_state_with_its_seats(signed_in, officer):
    session = at(3, title="Open", capacities={"in_person": 20, "virtual": None})
    build_registration(session, mode=AttendanceMode.IN_PERSON, people=3)
    at(3, title="In work", state=SessionState.DRAFT)
    at(4, title="In Guam", time_zone="Pacific/Guam")

    response = signed_in(officer).get(f"{MONTH}?month=2026-12")
    page = response.content.decode()

    assert days(response) == {"2026-12-03": ["Open", "In work"], "2026-12-05": ["In Guam"]}
    assert "In person: 3 / 20" in page
    assert "Online: 0 / no limit" in page
    assert "Draft" in page
    assert f"/admin/listening-sessions/inspect/{session.pk}/" in page
    assert "5 p.m. CST" in page


@pytest.mark.usefixtures("_in_november")
def test_month_that_there_is_not_says_what_to_do(signed_in, officer):
    response = signed_in(officer).get(f"{MONTH}?month=2026-13")

    assert b"We cannot find the month" in response.content
    assert response.context["page"].first == datetime.date(2026, 11, 1)


@pytest.mark.usefixtures("_in_november")
def test_month_takes_as_many_queries_for_three_sessions(
    signed_in, officer, django_assert_num_queries
):
    client = signed_in(officer)
    at(3)
    client.get(f"{MONTH}?month=2026-12")
    with django_assert_num_queries(11):
        client.get(f"{MONTH}?month=2026-12")
    at(4)
    at(4)
    with django_assert_num_queries(11):
        client.get(f"{MONTH}?month=2026-12")


def test_register_leads_to_the_month(signed_in, officer):
    assert MONTH in signed_in(officer).get("/admin/listening-sessions/").content.decode()


def test_month_is_closed_to_those_who_do_not_see_sessions(signed_in, owner):
    at(3, title="Hidden")

    response = signed_in(owner).get(f"{MONTH}?month=2026-12")

    assert response.status_code == 302
    assert b"Hidden" not in response.content


def test_my_calendar_makes_shows_and_changes_the_address(signed_in, officer):
    client = signed_in(officer)
    build_session(title="Mine", host=officer)

    assert b"You do not have an address yet" in client.get("/admin/my-calendar/").content
    assert not AccessToken.objects.filter(purpose=TokenPurpose.CALENDAR).exists()

    client.post("/admin/my-calendar/")
    first = calendar_feeds.feed_address(user=officer)
    page = client.get("/admin/my-calendar/").content.decode()
    assert f"<code>{first.url}</code>" in page
    assert re.search(r"This address works until \w+\.? \d+, \d{4}\.", page)

    client.post("/admin/my-calendar/")
    second = calendar_feeds.feed_address(user=officer)
    assert second.url != first.url
    assert b"SUMMARY:Mine" in client.get(f"/calendar/{second.url.rpartition('/')[2]}").content


def test_my_calendar_is_for_those_who_see_sessions(signed_in, owner):
    client = signed_in(owner)

    assert client.get("/admin/my-calendar/").status_code == 302
    assert client.post("/admin/my-calendar/").status_code == 302
    assert not AccessToken.objects.filter(user=owner).exists()
    assert "/admin/my-calendar/" not in client.get("/admin/").content.decode()


def test_menu_leads_to_my_calendar(signed_in, officer):
    assert "/admin/my-calendar/" in signed_in(officer).get("/admin/").content.decode()
