"""The public month view, the subscription page, and links to web calendars."""

import datetime
import re
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core.exceptions import ValidationError

from sessions_app.calendars.links import session_links
from sessions_app.listening_sessions.enums import SessionFormat, SessionState, Visibility
from sessions_app.listening_sessions.selectors import months
from sessions_app.registrations.services import personal_links
from sessions_app.session_operations.forms.sessions import ListeningSessionForm
from tests.builders import build_program, build_registration, build_session

pytestmark = pytest.mark.django_db
UTC = datetime.UTC
TODAY = datetime.datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_a_known_day():
    with time_machine.travel(TODAY, tick=False):
        yield


def days(response) -> dict[str, list[str]]:
    """Return the session titles by date."""
    return {
        day.date.isoformat(): [session.title for session in day.sessions]
        for week in response.context["weeks"]
        for day in week
        if day.sessions
    }


def at(day: int, hour: int = 12, month: int = 12, **values):
    start = datetime.datetime(2026, month, day, hour, tzinfo=UTC)
    return build_session(starts_at=start, **values)


def test_month_shows_sessions_on_the_day_of_their_own_place(client):
    at(1, 2, title="Still November", time_zone="America/New_York")
    at(1, 9, title="First in Guam", time_zone="Pacific/Guam")
    at(31, 15, title="Already January in Guam", time_zone="Pacific/Guam")
    build_session(
        title="Late in Samoa",
        starts_at=datetime.datetime(2027, 1, 1, 8, tzinfo=UTC),
        time_zone="Pacific/Pago_Pago",
    )

    december = client.get("/sessions/calendar/?month=2026-12")

    assert days(december) == {"2026-12-01": ["First in Guam"], "2026-12-31": ["Late in Samoa"]}
    assert days(client.get("/sessions/calendar/")) == {"2026-11-30": ["Still November"]}


def test_month_shows_only_what_is_listed(client):
    at(3, title="Listed")
    at(3, title="Unlisted", visibility=Visibility.UNLISTED)
    at(3, title="Invited", visibility=Visibility.INVITATION)
    at(3, title="Draft", state=SessionState.DRAFT)

    assert days(client.get("/sessions/calendar/?month=2026-12")) == {"2026-12-03": ["Listed"]}


def test_month_tells_the_state_and_today_in_words(client):
    at(24, month=11, title="Off", state=SessionState.CANCELLED)
    at(25, month=11, title="Later", state=SessionState.POSTPONED)

    page = client.get("/sessions/calendar/").content.decode()

    assert re.search(r"<strong>Cancelled:</strong> <a [^>]+>Off</a>", page)
    assert re.search(r"<strong>Postponed:</strong> <a [^>]+>Later</a>", page)
    assert re.search(r'Tuesday, November 24</time> <strong class="month__today">Today<', page)
    assert "6 a.m., Central time" in page


@pytest.mark.parametrize("query", ["program=wanted", "format=virtual"])
def test_month_narrows_by_each_filter(client, query):
    at(3, title="Wanted", program=build_program(slug="wanted"), format=SessionFormat.VIRTUAL)
    at(4, title="Another")

    response = client.get(f"/sessions/calendar/?month=2026-12&{query}")

    assert days(response) == {"2026-12-03": ["Wanted"]}
    assert b'name="robots" content="noindex"' in response.content
    assert b'name="month" value="2026-12"' in response.content


@pytest.mark.parametrize(
    ("month", "previous", "following"),
    [
        ("2026-12", "2026-11", "2027-01"),
        ("2028-11", "2028-10", None),
        ("2016-11", None, "2016-12"),
    ],
)
def test_month_leads_to_its_neighbours_and_no_further(client, month, previous, following):
    page = client.get(f"/sessions/calendar/?month={month}").content.decode()
    nav = page[page.index('aria-label="Months"') :]

    assert re.findall(r'month=([\d-]+)" rel="prev"', nav) == ([previous] if previous else [])
    assert re.findall(r'month=([\d-]+)" rel="next"', nav) == ([following] if following else [])


@pytest.mark.parametrize(
    "month",
    ["2026-13", "2026-1", "nonsense", "２０２６-12", "0000-01", "2016-10", "2028-12", "<script>"],
)
def test_month_that_there_is_not_says_what_to_do(client, month):
    at(24, month=11, title="This month")

    response = client.get("/sessions/calendar/", {"month": month})

    assert response.status_code == 404
    assert "We can’t find that month".encode() in response.content
    assert b"such as 2026-12" in response.content
    assert b"<script>\xe2" not in response.content
    assert b'name="month" value="2026-11"' in response.content
    assert list(days(response).values()) == [["This month"]]


@pytest.mark.parametrize(
    ("month", "is_indexed"), [("2026-12", True), ("2027-05", True), ("2027-06", False)]
)
def test_far_month_is_not_for_search_engines(client, month, is_indexed):
    page = client.get(f"/sessions/calendar/?month={month}").content

    assert (b'name="robots"' not in page) is is_indexed


def test_empty_month_leads_to_the_nearest_that_is_not(client):
    at(3, month=12)

    page = client.get("/sessions/calendar/?month=2027-03").content.decode()
    assert "No session in March 2027" in page
    assert re.search(r'month=2026-12">December 2026', page)
    filtered = client.get("/sessions/calendar/?month=2026-12&format=virtual").content.decode()
    assert "No sessions in any month match these filters." in filtered


def test_full_month_asks_for_a_filter(client, monkeypatch):
    monkeypatch.setattr(months, "MOST", 1)
    at(3, title="Shown")
    at(4, title="Left out")

    response = client.get("/sessions/calendar/?month=2026-12")

    assert days(response) == {"2026-12-03": ["Shown"]}
    assert b"More than 1 sessions" in response.content


def test_month_takes_as_many_queries_for_three_sessions(client, django_assert_num_queries):
    client.get("/sessions/calendar/")
    for number in (1, 2):
        for day in range(number):
            at(3 + day)
        with django_assert_num_queries(4):
            client.get("/sessions/calendar/?month=2026-12")


def test_page_on_subscribing_gives_every_address(client):
    build_program(name="Secure Communities", slug="secure-communities")

    page = client.get("/sessions/subscribe/").content.decode()

    assert "<code>https://engagement.example/calendar.ics</code>" in page
    assert "https://engagement.example/programs/secure-communities/calendar.ics</code>" in page
    assert 'href="webcal://engagement.example/calendar.ics"' in page
    assert "cid=webcal%3A%2F%2Fengagement.example%2Fcalendar.ics" in page


def test_links_give_the_instant_the_zone_and_no_secret():
    session = build_session(
        title="Rights & remedies",
        summary="Why? " * 400,
        starts_at=datetime.datetime(2026, 12, 3, 23, 30, tzinfo=UTC),
        join_link="https://meet.example/secret-room",
    )

    google, outlook, work = (urlsplit(link.url) for link in session_links(session))

    assert [google.netloc, outlook.netloc, work.netloc] == [
        "calendar.google.com",
        "outlook.live.com",
        "outlook.office.com",
    ]
    asked = parse_qs(google.query)
    assert asked["dates"] == ["20261203T233000Z/20261204T013000Z"]
    assert asked["ctz"] == ["America/Chicago"]
    assert asked["text"] == ["Rights & remedies"]
    asked = parse_qs(outlook.query)
    assert asked["startdt"] == ["2026-12-03T23:30:00Z"]
    assert asked["subject"] == ["Rights & remedies"]
    assert "+" not in outlook.query
    assert "secret" not in google.query + outlook.query
    assert len(google.geturl()) < 2000


@pytest.mark.parametrize(
    ("state", "offered"),
    [(SessionState.SCHEDULED, True), (SessionState.POSTPONED, False)],
)
def test_session_page_offers_calendars_while_its_date_holds(client, state, offered):
    session = build_session(state=state)

    page = client.get(session.get_absolute_url()).content.decode()

    assert ("https://calendar.google.com/" in page) is offered
    assert f"/sessions/{session.slug}/calendar.ics" in page


@pytest.mark.parametrize("visibility", [Visibility.PUBLIC, Visibility.INVITATION])
def test_confirmation_offers_calendars_when_the_page_is_public(client, visibility):
    registration = build_registration()
    registration.listening_session.visibility = visibility
    registration.listening_session.save()
    token = personal_links.raw_token_for(registration=registration)

    page = client.get(f"/registrations/{token}/").content.decode()

    links = re.findall(r'href="(https://(?:calendar|outlook)\.[^"]+)"', page)
    assert len(links) == (3 if visibility == Visibility.PUBLIC else 0)
    assert not [link for link in links if token in link]


@pytest.mark.parametrize("slug", ["calendar", "subscribe"])
def test_no_session_takes_the_address_of_another_page(slug):
    form = ListeningSessionForm.__new__(ListeningSessionForm)
    form.cleaned_data = {"slug": slug}

    with pytest.raises(ValidationError):
        form.clean_slug()
