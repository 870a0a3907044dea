"""Staff pages for a series, and conflict warnings."""

import datetime
import zoneinfo

import pytest
from django.urls import reverse

from sessions_app.models import ListeningSession, OutboxMessage
from sessions_app.session_operations.services import sessions
from tests.builders import build_registration, build_room, build_session
from tests.sessions_app.answers import errors_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_in_2026")]

START = datetime.datetime(2027, 3, 3, 18, 30, tzinfo=zoneinfo.ZoneInfo("America/Chicago"))


@pytest.fixture
def session():
    room = build_room(name="Reading Room")
    return build_session(title="An evening", starts_at=START, venue=room.venue, room=room)


def repeat_url(session):
    return reverse("listeningsession:repeat", args=[session.pk])


def test_days_are_shown_with_what_they_come_into_conflict_with(officer_client, session):
    week = datetime.timedelta(days=7)
    build_session(title="Taken", starts_at=START + week, venue=session.venue, room=session.room)

    page = officer_client.get(repeat_url(session), {"recurrence": "weekly", "times": 2})

    words = text_of(page)
    assert "Wednesday, March 10, 2027, 6:30 p.m. to 8:30 p.m. Central time" in words
    assert "Reading Room is booked at that time." in words
    assert "Taken" in words
    assert ListeningSession.objects.count() == 2


def test_days_that_are_left_out_are_not_made(officer_client, session):
    answer = officer_client.post(
        repeat_url(session), {"recurrence": "weekly", "times": 3, "days": ["2027-03-24"]}
    )

    assert answer.url == reverse("listeningsession:inspect", args=[session.pk])
    made = ListeningSession.objects.exclude(pk=session.pk)
    assert [each.local_start.date().isoformat() for each in made] == ["2027-03-24"]


def test_repeating_without_a_day_says_what_to_do_and_keeps_the_answers(officer_client, session):
    page = officer_client.post(repeat_url(session), {"recurrence": "weekly", "times": 2})

    assert errors_of(page) == {"__all__": ["Keep at least one day."]}
    assert [day["is_chosen"] for day in page.context["days"]] == [False, False]
    assert ListeningSession.objects.count() == 1


@pytest.mark.parametrize("times", ["", "0", "53", "many"])
def test_a_wrong_number_is_told_beside_its_field(officer_client, session, times):
    page = officer_client.get(repeat_url(session), {"recurrence": "weekly", "times": times})

    assert list(errors_of(page)) == ["times"]


def test_carrying_over_shows_the_change_first_and_then_makes_it(officer_client, session):
    officer_client.post(
        repeat_url(session), {"recurrence": "weekly", "times": 1, "days": ["2027-03-10"]}
    )
    later = ListeningSession.objects.exclude(pk=session.pk).get()
    ListeningSession.objects.filter(pk=session.pk).update(title="A better title")
    address = reverse("listeningsession:carry_over", args=[session.pk])
    answers = {"parts": ["words"], "to": [later.pk]}

    page = officer_client.get(address, answers)

    later.refresh_from_db()
    assert later.title == "An evening"
    assert [change["fields"] for change in page.context["changes"]] == [["title"]]
    officer_client.post(address, answers)
    later.refresh_from_db()
    assert later.title == "A better title"


@pytest.fixture
def series(officer_client, session):
    """Return a session on March 3 and its repeat on March 10, which has a registration."""
    officer_client.post(
        repeat_url(session), {"recurrence": "weekly", "times": 1, "days": ["2027-03-10"]}
    )
    later = ListeningSession.objects.exclude(pk=session.pk).get()
    later = sessions.schedule(listening_session=later, by=session.host)
    build_registration(later, name="Ana Cruz", email="ana@example.org")
    OutboxMessage.objects.all().delete()
    hour = datetime.timedelta(hours=1)
    ListeningSession.objects.filter(pk=session.pk).update(
        starts_at=session.starts_at + hour, ends_at=session.ends_at + hour
    )
    return session, later


def test_carrying_over_shows_the_very_words_that_go_out(officer_client, series):
    session, later = series
    address = reverse("listeningsession:carry_over", args=[session.pk])
    answers = {"parts": ["time"], "to": [later.pk]}

    page = officer_client.get(address, answers)

    (change,) = page.context["changes"]
    assert change["notice"].total == 1
    ((_language, email),) = change["notice"].samples
    assert "7:30 p.m. to 9:30 p.m." in email.text
    assert not OutboxMessage.objects.exists()
    officer_client.post(address, answers | {"expected_version": page.context["expected_version"]})
    sent = OutboxMessage.objects.get()
    assert sent.body_text.split("[[token")[0] == email.text.split("…")[0]


def test_carrying_over_what_changed_meanwhile_is_shown_again_first(officer_client, series):
    session, later = series
    address = reverse("listeningsession:carry_over", args=[session.pk])
    answers = {"parts": ["time"], "to": [later.pk]}
    seen = officer_client.get(address, answers).context["expected_version"]
    later.title = "Put right"
    sessions.save_session(listening_session=later, capacities={}, by=session.host)

    page = officer_client.post(address, answers | {"expected_version": seen}, follow=True)

    assert "Someone else changed this while you were working on it" in text_of(page)
    assert page.context["expected_version"] != seen
    assert not OutboxMessage.objects.exists()
    officer_client.post(address, answers | {"expected_version": page.context["expected_version"]})
    assert OutboxMessage.objects.count() == 1


def test_carrying_over_too_few_seats_says_so_before_anything_is_saved(officer_client, series):
    session, later = series
    build_registration(later, people=3)
    session.seat_pools.filter(mode="in_person").update(capacity=2)
    address = reverse("listeningsession:carry_over", args=[session.pk])

    page = officer_client.get(address, {"parts": ["place"], "to": [later.pk]})

    assert "4 seats are already taken" in page.context["changes"][0]["problem"]


def test_page_of_a_session_warns_of_a_conflict_and_links_to_the_other(officer_client, session):
    other = build_session(title="Taken", starts_at=START, venue=session.venue, room=session.room)

    page = officer_client.get(reverse("listeningsession:inspect", args=[session.pk]))

    [conflict] = page.context["conflicts"]
    assert conflict["words"].endswith("Reading Room is booked at that time.")
    assert conflict["url"] == reverse("listeningsession:inspect", args=[other.pk])


def test_publishing_warns_and_does_not_refuse(officer_client, session):
    build_session(starts_at=START, venue=session.venue, room=session.room)
    ListeningSession.objects.filter(pk=session.pk).update(state="draft")
    address = reverse("listeningsession:move", args=[session.pk, "schedule"])

    assert "Reading Room is booked at that time." in text_of(officer_client.get(address))
    officer_client.post(address)

    session.refresh_from_db()
    assert session.state == "scheduled"
