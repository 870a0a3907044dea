"""The staff form and page of a listening session."""

import datetime
import zoneinfo

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions_app.listening_sessions.enums import SessionState
from sessions_app.models import ListeningSession, OutboxMessage
from sessions_app.registrations.enums import RegistrationState
from tests.builders import build_program, build_registration, build_room, build_session, build_venue
from tests.sessions_app.answers import errors_of, form_data, text_of

pytestmark = pytest.mark.django_db

CHICAGO = zoneinfo.ZoneInfo("America/Chicago")
ADD = "/admin/listening-sessions/new/"


def next_change(*, forward: bool) -> datetime.date:
    """Return the next date on which daylight saving time starts or ends in Chicago."""
    day = timezone.localdate() + datetime.timedelta(days=2)
    while True:
        noon = datetime.datetime.combine(day, datetime.time(12), CHICAGO)
        change = noon.utcoffset() - (noon - datetime.timedelta(days=1)).utcoffset()
        if change and (change > datetime.timedelta(0)) == forward:
            return day
        day += datetime.timedelta(days=1)


@pytest.fixture
def data(officer):
    day = timezone.localdate() + datetime.timedelta(days=30)
    return {
        "title": "An evening in Alder Falls",
        "program": build_program().pk,
        "summary": "Come and speak.",
        "day": day.isoformat(),
        "start_time": "18:00",
        "end_time": "20:00",
        "time_zone": "America/Chicago",
        "format": "hybrid",
        "venue": build_venue().pk,
        "host": officer.pk,
        "visibility": "public",
        "attribution_rule": "organization_only",
        "waitlist_mode": "instant",
        "offer_hours": 24,
        "accommodation_lead_days": 7,
        "people_per_registration": 10,
        "capacity_in_person": 30,
        "capacity_virtual": "",
    }


def test_session_is_created_on_the_clock_of_its_place(officer_client, data):
    answer = officer_client.post(ADD, data)

    session = ListeningSession.objects.get()
    assert answer.url == reverse("listeningsession:inspect", args=[session.pk])
    assert session.starts_at.astimezone(CHICAGO).strftime("%H:%M") == "18:00"
    assert session.ends_at - session.starts_at == datetime.timedelta(hours=2)
    assert session.slug == f"an-evening-in-alder-falls-{data['day']}"
    assert {pool.mode: pool.capacity for pool in session.seat_pools.all()} == {
        "in_person": 30,
        "virtual": None,
    }


def test_creating_is_logged_once(officer_client, data):
    officer_client.post(ADD, data)

    session = ListeningSession.objects.get()
    page = officer_client.get(reverse("listeningsession:history", args=[session.pk]))
    assert [entry.action for entry in page.context["object_list"]] == ["engagement.session.create"]


def test_edit_form_shows_the_sessions_own_clock_and_saving_it_changes_nothing(officer_client):
    start = datetime.datetime.combine(
        timezone.localdate() + datetime.timedelta(days=40), datetime.time(9, 30), CHICAGO
    )
    session = build_session(
        starts_at=start, registration_closes_at=start - datetime.timedelta(days=1)
    )
    url = reverse("listeningsession:edit", args=[session.pk])
    form = officer_client.get(url).context["form"]

    assert form["start_time"].value() == datetime.time(9, 30)
    answer = officer_client.post(url, form_data(form))
    assert answer.status_code == 302
    saved = ListeningSession.objects.get()
    assert saved.starts_at == start
    assert saved.registration_closes_at == start - datetime.timedelta(days=1)
    assert saved.sequence == session.sequence


def test_hour_that_the_clock_skips_is_refused_in_plain_words(officer_client, data):
    day = next_change(forward=True)
    data |= {"day": day.isoformat(), "start_time": "02:30", "end_time": "04:00"}

    answer = officer_client.post(ADD, data)

    words = f"2:30 a.m. does not exist on {day:%B} {day.day}, {day.year} in Central time"
    assert errors_of(answer)["start_time"][0].startswith(words)
    assert text_of(answer).startswith("Error:")
    assert answer.context["form"]["title"].value() == "An evening in Alder Falls"
    assert ListeningSession.objects.count() == 0


def test_hour_that_comes_twice_is_asked_about(officer_client, data):
    day = next_change(forward=False)
    data |= {"day": day.isoformat(), "start_time": "01:30", "end_time": "03:00"}

    answer = officer_client.post(ADD, data)

    assert "1:30 a.m. happens twice" in errors_of(answer)["start_time"][0]
    assert "repeated_hour" in answer.context["form"].fields
    assert officer_client.post(ADD, data | {"repeated_hour": "1"}).status_code == 302
    session = ListeningSession.objects.get()
    second = datetime.datetime.combine(day, datetime.time(1, 30, fold=1), CHICAGO)
    assert session.starts_at == second.astimezone(datetime.UTC)
    assert session.ends_at - session.starts_at == datetime.timedelta(hours=1, minutes=30)


def test_question_about_the_hour_is_not_asked_on_other_days(officer_client, data):
    answer = officer_client.post(ADD, data | {"title": ""})

    assert "repeated_hour" not in answer.context["form"].fields


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"end_time": "17:00"}, "end_time", "The session must end after it starts."),
        ({"venue": ""}, "venue", "Choose a venue."),
        ({"day": "2020-05-05"}, "start_time", "That start time has passed."),
        ({"day": "0001-01-01"}, "day", "Enter a date from 1900 to 2100."),
        (
            {"day": "9999-12-31", "start_time": "22:00", "time_zone": "America/New_York"},
            "day",
            "Enter a date from 1900 to 2100.",
        ),
        ({"end_day": "9999-12-31"}, "end_day", "Enter a date from 1900 to 2100."),
        (
            {"registration_opens": "9999-12-31T22:00"},
            "registration_opens",
            "Enter a date from 1900 to 2100.",
        ),
        ({"capacity_in_person": "0"}, "capacity_in_person", "greater than or equal to 1"),
        ({"accommodation_lead_days": "366"}, "accommodation_lead_days", "equal to 365"),
        ({"accommodation_lead_days": "9999999"}, "accommodation_lead_days", "equal to 365"),
        ({"change_hours": "9000"}, "change_hours", "equal to 8760"),
        ({"offer_hours": "0"}, "offer_hours", "greater than or equal to 1"),
        ({"offer_hours": "8761"}, "offer_hours", "equal to 8760"),
        ({"seats_per_organization": "0"}, "seats_per_organization", "greater than or equal to 1"),
        ({"seats_per_organization": "1001"}, "seats_per_organization", "equal to 1000"),
        (
            {"registration_opens": "2030-05-05T10:00", "registration_closes": "2030-05-04T10:00"},
            "registration_closes",
            "Registration must close after it opens.",
        ),
    ],
)
def test_what_cannot_be_is_answered_beside_its_field(officer_client, data, changes, field, words):
    answer = officer_client.post(ADD, data | changes)

    assert answer.status_code == 200
    assert words in " ".join(errors_of(answer)[field])
    assert answer.context["form"]["summary"].value() == "Come and speak."
    assert ListeningSession.objects.count() == 0


def test_room_of_another_venue_is_refused(officer_client, data):
    answer = officer_client.post(ADD, data | {"room": build_room().pk})

    assert errors_of(answer) == {
        "room": ["This room is in a different venue. Choose a room in this venue."]
    }


def test_fewer_seats_than_are_taken_are_refused_beside_the_field(officer_client, officer):
    session = build_session(host=officer, capacities={"in_person": 5})
    build_registration(session, people=3)
    url = reverse("listeningsession:edit", args=[session.pk])
    form = officer_client.get(url).context["form"]

    answer = officer_client.post(url, form_data(form, capacity_in_person=2))

    assert "3 seats are already taken" in errors_of(answer)["capacity_in_person"][0]


def test_cancelling_says_first_how_many_are_written_to(officer_client, officer):
    session = build_session(host=officer)
    build_registration(session)
    build_registration(session)
    url = reverse("listeningsession:move", args=[session.pk, "cancel"])
    OutboxMessage.objects.all().delete()

    assert "2 people will get an e-mail with your reason" in text_of(officer_client.get(url))
    session.refresh_from_db()
    assert session.state == SessionState.SCHEDULED

    answer = officer_client.post(url, {"reason": ""})
    assert errors_of(answer) == {"reason": ["Enter the reason."]}

    officer_client.post(url, {"reason": "The hall is flooded.", "step": "send"})
    session.refresh_from_db()
    assert session.state == SessionState.CANCELLED
    assert OutboxMessage.objects.count() == 2
    assert set(session.registrations.values_list("state", flat=True)) == {
        RegistrationState.CANCELLED
    }


def test_move_that_the_state_does_not_allow_sends_back_to_the_page(officer_client):
    session = build_session(state=SessionState.DRAFT)
    url = reverse("listeningsession:move", args=[session.pk, "review"])

    assert officer_client.get(url).url == reverse("listeningsession:inspect", args=[session.pk])
    answer = officer_client.post(url)
    assert "cannot change to" in " ".join(answer.context["form"].non_field_errors())
    session.refresh_from_db()
    assert session.state == SessionState.DRAFT


def test_page_offers_only_the_moves_that_are_possible(officer_client, signed_in, auditor):
    session = build_session(state=SessionState.DRAFT)
    url = reverse("listeningsession:inspect", args=[session.pk])

    labels = [move["label"] for move in officer_client.get(url).context["transitions"]]
    assert labels == ["Schedule", "Cancel session"]
    assert signed_in(auditor).get(url).context["transitions"] == []


def test_history_says_which_state_became_which(officer_client):
    session = build_session(state=SessionState.DRAFT)
    officer_client.post(reverse("listeningsession:move", args=[session.pk, "schedule"]))

    page = officer_client.get(reverse("listeningsession:history", args=[session.pk]))

    assert "Changed the status of the listening session: Draft → Scheduled" in text_of(page)
