"""None"""

import datetime
import re

import pytest
import segno
import time_machine
from django.utils import timezone

from sessions_app.registrations.exports import check_in_url
from sessions_app.registrations.services import transitions
from sessions_app.registrations.services.accommodations import AccommodationInput
from tests.builders import build_registration, build_session
from tests.sessions_app.lookups import link_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["", "change/", "cancel/"])
def test_pages_of_a_link_are_kept_by_nobody_and_tell_nobody(client, path):
    response = client.get(f"{link_of(build_registration())}{path}")

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies


@pytest.mark.parametrize("token", ["abc", "a" * 43, "x" * 5000])
@pytest.mark.parametrize("path", ["", "change/", "cancel/"])
def test_unknown_link_says_how_to_get_a_new_one(client, token, path):
    response = client.get(f"/registrations/{token}/{path}")

    assert response.status_code == 404
    assert b"How to get a new link" in response.content
    assert "no-store" in response["Cache-Control"]


def test_link_that_ran_out_says_the_same(client):
    link = link_of(build_registration())

    with time_machine.travel(timezone.now() + datetime.timedelta(days=90)):
        response = client.get(link)

    assert response.status_code == 404
    assert b"How to get a new link" in response.content


def test_confirmed_registration_shows_its_people_and_needs(client):
    registration = build_registration(
        people=2, accommodations=[AccommodationInput("interpreter", language="Mam")]
    )

    page = client.get(link_of(registration)).content.decode()

    assert "You are registered" in page
    assert registration.reference in page
    for person in registration.attendees.all():
        assert person.name in page
    assert "Spoken-language interpreter: Mam (Requested)" in page
    assert page.count('.ics"') == 1


@pytest.mark.parametrize(
    ("values", "is_shown"),
    [
        ({"mode": "virtual"}, True),
        ({"mode": "in_person"}, False),
        ({"mode": "virtual", "capacities": {"virtual": 0}}, False),
        ({"mode": "virtual", "approval_required": True}, False),
    ],
)
def test_join_link_is_for_confirmed_seats_online(client, values, is_shown):
    mode = values.pop("mode")
    session = build_session(join_link="https://meet.example/room", **values)
    registration = build_registration(session, mode=mode)

    page = client.get(link_of(registration)).content

    assert (b"https://meet.example/room" in page) == is_shown


@pytest.mark.parametrize("state", ["cancelled", "postponed", "held"])
def test_join_link_goes_when_the_session_does(client, state):
    session = build_session(join_link="https://meet.example/room")
    registration = build_registration(session, mode="virtual")
    session.state = state
    session.save()

    assert b"meet.example" not in client.get(link_of(registration)).content


def test_waiting_shows_how_many_are_ahead(client):
    session = build_session(capacities={"in_person": 0})
    first, second = build_registration(session), build_registration(session)
    transitions.cancel(registration=first)
    third = build_registration(session)

    assert "<dd>1</dd>" in client.get(link_of(second)).content.decode()
    assert "<dd>2</dd>" in client.get(link_of(third)).content.decode()


def offered():
    session = build_session(capacities={"in_person": 1}, waitlist_mode="offer")
    holder = build_registration(session)
    waiting = build_registration(session)
    transitions.cancel(registration=holder)
    waiting.refresh_from_db()
    assert waiting.state == "offered"
    return waiting


def test_offer_is_accepted_by_a_button_and_not_by_looking(client):
    registration = offered()
    link = link_of(registration)

    page = client.get(link).content
    client.head(link)
    registration.refresh_from_db()
    assert "Yes, I’ll take the seat".encode() in page
    assert registration.state == "offered"

    assert client.post(link).status_code == 302
    registration.refresh_from_db()
    assert registration.state == "confirmed"


def test_offer_accepted_too_late_is_explained(client):
    registration = offered()
    link = link_of(registration)

    with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
        response = client.post(link)

    assert response.status_code == 409
    assert b"This offer has expired" in response.content
    registration.refresh_from_db()
    assert registration.state == "offered"


def test_page_of_a_cancelled_registration_does_not_say_that_nothing_was_requested(client):
    registration = build_registration(accommodations=[AccommodationInput(kind="asl")])
    link = link_of(registration)
    assert b"Who is coming" in client.get(link).content

    transitions.cancel(registration=registration)

    page = client.get(link).content
    assert b"None requested" not in page
    assert b"Who is coming" not in page


def test_session_that_is_cancelled_says_so_on_the_link(client):
    registration = build_registration()
    session = registration.listening_session
    session.state, session.state_reason = "cancelled", "The hall burned."
    session.save()

    assert b"The hall burned." in client.get(link_of(registration)).content


def test_guests_only_session_shows_no_link_to_pages_that_are_not_there(client):
    registration = build_registration()
    session = registration.listening_session
    session.visibility = "invitation"
    session.save()

    page = client.get(link_of(registration)).content.decode()

    assert f"/sessions/{session.slug}/" not in page


def test_confirmed_seat_in_the_room_shows_a_code_for_the_door(client):
    registration = build_registration(build_session(), mode="in_person")
    link = link_of(registration)
    address = (
        f"https://engagement.example/admin/listening-sessions/{registration.listening_session_id}"
        f"/check-in/?q={registration.reference}"
    )

    page = client.get(link).content.decode()

    assert check_in_url(registration) == address
    drawn = segno.make(address, error="m", micro=False).svg_inline(omitsize=True)
    assert re.search(r' d="([^"]{200,})"', drawn).group(1) in page
    assert "Show this code at check-in" in page
    assert "style=" not in page.partition('class="check-in-qr-code"')[2].partition("</svg>")[0]


@pytest.mark.parametrize(
    ("mode", "state"),
    [("virtual", "confirmed"), ("in_person", "cancelled"), ("in_person", "waitlisted")],
)
def test_nobody_else_gets_a_code_for_the_door(client, mode, state):
    registration = build_registration(build_session(), mode=mode)
    link = link_of(registration)
    type(registration).objects.update(state=state, position=1)

    assert "check-in-qr-code" not in client.get(link).content.decode()
