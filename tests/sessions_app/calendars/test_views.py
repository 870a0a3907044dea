"""Calendar feeds: content, access, and conditional requests."""

import datetime

import icalendar
import pytest
import time_machine
from django.utils import timezone

from engagement_site.accounts.emails import mark_verified
from sessions_app.calendars import selectors
from sessions_app.calendars import services as calendar_feeds
from sessions_app.core.roles import ROLE_ENGAGEMENT_OFFICER
from sessions_app.listening_sessions.enums import (
    AttendanceMode,
    SessionFormat,
    SessionState,
    Visibility,
)
from sessions_app.models import ListeningSession, Venue
from sessions_app.registrations.services import transitions
from sessions_app.session_operations.services import sessions, venues
from tests.builders import (
    build_contact,
    build_program,
    build_registration,
    build_session,
    build_staff,
    build_user,
)

pytestmark = pytest.mark.django_db


def entries(response) -> dict[str, str]:
    """Return each event's status by title."""
    events = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    return {str(event["SUMMARY"]): str(event["STATUS"]) for event in events}


def an_hour_passes(traveller):
    traveller.shift(datetime.timedelta(hours=1))


@pytest.fixture
def officer():
    return build_staff(ROLE_ENGAGEMENT_OFFICER)


def test_public_feed_holds_what_is_listed_and_nothing_else(client):
    build_session(title="Shown")
    build_session(title="Gone", starts_at=timezone.now() - datetime.timedelta(days=9))
    build_session(title="Off", state=SessionState.CANCELLED)
    build_session(title="Later", state=SessionState.POSTPONED)
    build_session(title="Unlisted", visibility=Visibility.UNLISTED)
    build_session(title="Invited", visibility=Visibility.INVITATION)
    build_session(title="Draft", state=SessionState.DRAFT)

    response = client.get("/calendar.ics")

    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert entries(response) == {
        "Shown": "CONFIRMED",
        "Gone": "CONFIRMED",
        "Off": "CANCELLED",
        "Later": "TENTATIVE",
    }


def test_program_feed_holds_its_sessions_alone(client):
    program = build_program(name="Wanted; program", slug="wanted")
    build_session(title="Ours", program=program)
    build_session(title="Theirs")

    response = client.get("/programs/wanted/calendar.ics")

    assert entries(response) == {"Ours": "CONFIRMED"}
    assert b"X-WR-CALNAME:Listening sessions: Wanted\\; program" in response.content
    assert client.get("/programs/unknown/calendar.ics").status_code == 404


def test_public_feed_tells_no_person_and_no_link(client):
    session = build_session(join_link="https://meet.example/secret-room")
    build_registration(session, name="Ana Secret", email="ana@secret.example")

    body = client.get("/calendar.ics").content

    for word in (b"secret", b"ATTENDEE", b"ORGANIZER", b"mailto", b"Ana"):
        assert word not in body


@pytest.mark.parametrize("address", ["/calendar.ics", "/programs/wanted/calendar.ics"])
def test_unchanged_feed_is_not_sent_again(client, address, django_assert_num_queries):
    build_session(program=build_program(slug="wanted"))
    etag = client.get(address).headers["ETag"]

    with django_assert_num_queries(2 if "programs" in address else 1):
        again = client.get(address, headers={"If-None-Match": etag})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == etag
    assert again.headers["Cache-Control"] == "public, max-age=60"


def test_feed_is_fetched_with_as_many_queries_for_three_sessions(client, django_assert_num_queries):
    for number in (1, 2):
        for _session in range(number):
            build_session()
        with django_assert_num_queries(6):
            client.get("/calendar.ics")


def _typo(session, officer):
    session.title = "Mended title"
    sessions.save_session(listening_session=session, capacities={}, by=officer)


def _leaves(session, officer):
    session.visibility = Visibility.UNLISTED
    sessions.save_session(listening_session=session, capacities={}, by=officer)


def _cancelled(session, officer):
    sessions.cancel(listening_session=session, reason="The roof leaks.", by=officer)


def _another_venue_name(session, officer):
    venue = Venue.objects.get(pk=session.venue_id)
    venue.name = "Town Hall"
    venues.save_venue(venue=venue, by=officer)


def _another_session(session, officer):
    build_session(program=session.program)


@pytest.mark.parametrize(
    "change", [_typo, _leaves, _cancelled, _another_venue_name, _another_session]
)
@pytest.mark.parametrize("header", ["If-None-Match", "If-Modified-Since"])
def test_any_change_brings_the_feed_anew(client, officer, change, header):
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        session = build_session(title="Misspelt titel")
        build_session(title="Another")
        an_hour_passes(traveller)
        first = client.get("/calendar.ics")
        known = first.headers["ETag" if header == "If-None-Match" else "Last-Modified"]
        assert client.get("/calendar.ics", headers={header: known}).status_code == 304

        an_hour_passes(traveller)
        change(ListeningSession.objects.get(pk=session.pk), officer)
        an_hour_passes(traveller)
        again = client.get("/calendar.ics", headers={header: known})

    assert again.status_code == 200
    assert again.headers["ETag"] != first.headers["ETag"]
    assert again.content != first.content


def test_change_whose_time_is_not_the_latest_still_counts(client):
    """Transactions may commit in a different order than their timestamps."""
    one, two = build_session(), build_session()
    ListeningSession.objects.filter(pk=two.pk).update(updated_at=timezone.now())
    etag = client.get("/calendar.ics").headers["ETag"]

    earlier = timezone.now() - datetime.timedelta(seconds=30)
    ListeningSession.objects.filter(pk=one.pk).update(updated_at=earlier, title="Mended")
    again = client.get("/calendar.ics", headers={"If-None-Match": etag})

    assert again.status_code == 200


def test_date_of_change_is_not_told_while_it_may_still_move(client):
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        build_session()
        assert "Last-Modified" not in client.get("/calendar.ics").headers
        an_hour_passes(traveller)
        assert "Last-Modified" in client.get("/calendar.ics").headers


def test_time_alone_changes_nothing(client):
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        build_session()
        etag = client.get("/calendar.ics").headers["ETag"]
        traveller.shift(datetime.timedelta(days=60))
        assert client.get("/calendar.ics").headers["ETag"] == etag


@pytest.mark.parametrize(
    ("cap", "expected"),
    [(4, {"Old", "New", "Soon", "Far"}), (3, {"New", "Soon", "Far"}), (1, {"Soon"})],
)
def test_full_feed_keeps_what_is_to_come_and_then_the_latest(client, monkeypatch, cap, expected):
    monkeypatch.setattr(selectors, "CAP", cap)
    for title, days in (("Old", -90), ("New", -9), ("Soon", 9), ("Far", 90)):
        build_session(title=title, starts_at=timezone.now() + datetime.timedelta(days=days))

    assert set(entries(client.get("/calendar.ics"))) == expected


def test_head_is_answered_without_a_body(client):
    build_session()

    response = client.head("/calendar.ics")

    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["ETag"] == client.get("/calendar.ics").headers["ETag"]


def test_feed_is_only_read(client):
    assert client.post("/calendar.ics").status_code == 405


def test_feed_speaks_the_language_of_its_address(client):
    build_session(format=SessionFormat.VIRTUAL, venue=None)

    english, spanish = client.get("/calendar.ics"), client.get("/es/calendar.ics")

    assert english.headers["ETag"] != spanish.headers["ETag"]
    assert b"https://engagement.example/es/sessions/" in spanish.content
    assert b"https://engagement.example/sessions/" in english.content


# --- Personal feed ------------------------------------------------------------------


@pytest.fixture
def person():
    user = build_user(email="Ana@Example.org")
    mark_verified(user)
    return user


@pytest.fixture
def personal(client, person):
    """Return a function that requests the person's feed."""
    address = calendar_feeds.rotate(user=person)

    def ask(**headers):
        return client.get(address.url.removeprefix("https://engagement.example"), headers=headers)

    return ask


def test_personal_feed_holds_ones_own_sessions(personal, person):
    build_registration(build_session(title="Mine"), email="ana@example.ORG")
    build_registration(
        build_session(title="Invited", visibility=Visibility.UNLISTED), email="ana@example.org"
    )
    full = build_session(title="Waiting", capacities={"in_person": 0})
    build_registration(full, email="ana@example.org", mode=AttendanceMode.IN_PERSON)
    build_session(title="Hosted", host=person)
    build_session(title="Hosted draft", host=person, state=SessionState.DRAFT)
    build_registration(build_session(title="Somebody else's"), email="eva@example.org")

    response = personal()

    assert entries(response) == {
        "Mine": "CONFIRMED",
        "Invited": "CONFIRMED",
        "Waiting": "TENTATIVE",
        "Hosted": "CONFIRMED",
    }
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_personal_feed_tells_no_person_and_no_link(personal):
    session = build_session(
        join_link="https://meet.example/secret-room", format=SessionFormat.VIRTUAL, venue=None
    )
    build_registration(session, name="Ana Secret", email="ana@example.org")

    response = personal()
    body = response.content.replace(b"\r\n ", b"")

    token = response.wsgi_request.path.rpartition("/")[2].removesuffix(".ics")
    for word in (
        token.encode(),
        b"SOURCE",
        b"secret",
        b"ATTENDEE",
        b"ORGANIZER",
        b"mailto",
        b"Secret",
    ):
        assert word not in body


def test_personal_feed_believes_no_address_that_is_not_proven(client):
    user = build_user(email="ana@example.org")
    build_registration(build_session(title="Ana's"), email="ana@example.org")
    address = calendar_feeds.rotate(user=user).url.removeprefix("https://engagement.example")

    assert entries(client.get(address)) == {}

    build_contact(email="ana@example.org", user=user)
    assert entries(client.get(address)) == {"Ana's": "CONFIRMED"}


def test_personal_feed_keeps_a_session_that_was_cancelled(personal, officer):
    session = build_session(title="Off")
    build_registration(session, email="ana@example.org")
    sessions.cancel(listening_session=session, reason="The roof leaks.", by=officer)

    assert entries(personal()) == {"Off": "CANCELLED"}


def test_personal_feed_drops_what_the_person_cancelled(personal):
    registration = build_registration(build_session(), email="ana@example.org")
    etag = personal().headers["ETag"]
    transitions.cancel(registration=registration)

    response = personal(**{"If-None-Match": etag})

    assert (response.status_code, entries(response)) == (200, {})


def test_personal_feed_follows_a_seat_that_becomes_sure(personal):
    session = build_session(title="Wait", capacities={"in_person": 1})
    first = build_registration(session, mode=AttendanceMode.IN_PERSON)
    build_registration(session, email="ana@example.org", mode=AttendanceMode.IN_PERSON)
    etag = personal().headers["ETag"]
    transitions.cancel(registration=first)

    response = personal(**{"If-None-Match": etag})

    assert (response.status_code, entries(response)) == (200, {"Wait": "CONFIRMED"})


def test_unchanged_personal_feed_is_not_sent_again(personal, django_assert_num_queries):
    build_registration(build_session(), email="ana@example.org")
    etag = personal().headers["ETag"]

    with django_assert_num_queries(5):
        again = personal(**{"If-None-Match": etag})

    assert (again.status_code, again.content) == (304, b"")


def test_earlier_address_stops_working_at_once(client, person, caplog):
    first = calendar_feeds.rotate(user=person)
    second = calendar_feeds.rotate(user=person)

    old = client.get(first.url.removeprefix("https://engagement.example"))
    new = client.get(second.url.removeprefix("https://engagement.example"))

    assert (old.status_code, new.status_code) == (404, 200)
    assert old.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert b"Sign in to create a new one" in old.content
    assert old.headers["Cache-Control"] == "private, no-store"
    assert first.url.rpartition("/")[2].removesuffix(".ics") not in caplog.text


@pytest.mark.parametrize("token", ["x", "x" * 43, "x" * 5000, "ü" * 43])
def test_unknown_address_opens_nothing(client, token):
    assert client.get(f"/calendar/{token}.ics").status_code == 404
