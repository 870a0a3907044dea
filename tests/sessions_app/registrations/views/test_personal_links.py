import datetime
import re

import pytest
import segno
import time_machine
from django.utils import timezone

from sessions_app.core.errors import EngagementError
from sessions_app.models import AccommodationRequest, Registration
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.exports import check_in_url
from sessions_app.registrations.services import personal_links, transitions
from sessions_app.registrations.services.accommodations import AccommodationInput
from tests.builders import build_registration, build_session, build_user

pytestmark = pytest.mark.django_db


def link_of(registration) -> str:
    return f"/registrations/{personal_links.raw_token_for(registration=registration)}/"


def answers(registration, **changes: object) -> dict[str, object]:
    people = list(registration.attendees.coming())
    data: dict[str, object] = {
        "step": "save",
        "mode": registration.mode,
        "phone": "",
        "interpreter_language": "",
        "detail": "",
        "people-TOTAL_FORMS": str(len(people)),
        "people-INITIAL_FORMS": str(len(people)),
    }
    for row, person in enumerate(people):
        data[f"people-{row}-id"] = person.pk
        data[f"people-{row}-name"] = person.name
        data[f"people-{row}-email"] = person.email
    return {**data, **changes}


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
    assert f"{link_of(registration)}calendar.ics" in page


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


def test_change_page_starts_with_what_is_known(client):
    registration = build_registration(
        people=2,
        phone="+12025550143",
        accommodations=[AccommodationInput("asl", detail="Near the front")],
    )

    page = client.get(f"{link_of(registration)}change/").content.decode()

    for person in registration.attendees.all():
        assert f'value="{person.name}"' in page
    assert "(202) 555-0143" in page
    assert 'value="asl" id="id_kinds_0" checked' in page
    assert "Near the front" in page
    assert "your seats are here" in page


def test_change_saves_people_way_and_needs(client):
    registration = build_registration(people=2)
    kept, gone = registration.attendees.all()

    response = client.post(
        f"{link_of(registration)}change/",
        answers(
            registration,
            mode="virtual",
            phone="202-555-0143",
            kinds=["cart"],
            **{
                "people-0-name": "New Name",
                "people-1-name": "",
                "people-TOTAL_FORMS": "3",
                "people-2-name": "Third Person",
            },
        ),
    )

    assert response["Location"].endswith("/?changed=1")
    assert b"Your changes are saved." in client.get(response["Location"]).content
    registration.refresh_from_db()
    assert (registration.mode, registration.seats) == ("virtual", 2)
    assert [person.name for person in registration.attendees.coming()] == [
        "New Name",
        "Third Person",
    ]
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert kept.name == "New Name"
    assert gone.withdrawn_at is not None
    assert AccommodationRequest.objects.get().kind == "cart"


def test_change_of_the_phone_alone_keeps_everybody(client):
    registration = build_registration(people=3)
    before = list(registration.attendees.values_list("pk", "name", "withdrawn_at"))

    client.post(f"{link_of(registration)}change/", answers(registration, phone="202-555-0143"))

    assert list(registration.attendees.values_list("pk", "name", "withdrawn_at")) == before


def test_change_cannot_reach_people_of_another_registration(client):
    mine, theirs = build_registration(), build_registration()
    stranger = theirs.attendees.get()

    client.post(
        f"{link_of(mine)}change/",
        answers(mine, **{"people-0-id": stranger.pk, "people-0-name": "Changed"}),
    )

    stranger.refresh_from_db()
    assert stranger.name != "Changed"
    assert stranger.registration_id == theirs.pk


def test_change_that_does_not_fit_is_refused_and_kept_on_the_page(client):
    session = build_session(capacities={"in_person": 1})
    registration = build_registration(session)

    response = client.post(
        f"{link_of(registration)}change/",
        answers(registration, **{"people-TOTAL_FORMS": "2", "people-1-name": "One Too Many"}),
    )

    page = response.content.decode()
    assert "Every seat for this way of attending is taken." in page
    assert 'value="One Too Many"' in page
    assert "<title>Error: " in page
    registration.refresh_from_db()
    assert registration.seats == 1


def test_change_to_nobody_asks_for_a_name(client):
    registration = build_registration()

    response = client.post(
        f"{link_of(registration)}change/", answers(registration, **{"people-0-name": ""})
    )

    assert b"Enter the name of at least one person who is coming." in response.content


def test_change_adds_a_row_without_saving(client):
    registration = build_registration()

    page = client.post(
        f"{link_of(registration)}change/", answers(registration, step="add_person")
    ).content.decode()

    assert 'name="people-1-name"' in page
    assert registration.attendees.count() == 1


def test_cancel_asks_first_and_looking_changes_nothing(client):
    registration = build_registration()
    link = link_of(registration)

    assert b"Cancel your registration?" in client.get(f"{link}cancel/").content
    client.head(f"{link}cancel/")
    registration.refresh_from_db()
    assert registration.state == "confirmed"

    assert client.post(f"{link}cancel/")["Location"] == link
    registration.refresh_from_db()
    assert registration.state == "cancelled"
    assert b"Your registration is cancelled" in client.get(link).content


def test_page_of_a_cancelled_registration_does_not_say_that_nothing_was_requested(client):
    registration = build_registration(accommodations=[AccommodationInput(kind="asl")])
    link = link_of(registration)
    assert b"Who is coming" in client.get(link).content

    transitions.cancel(registration=registration)

    page = client.get(link).content
    assert b"None requested" not in page
    assert b"Who is coming" not in page


@pytest.mark.parametrize("path", ["change/", "cancel/"])
def test_cancelled_registration_is_neither_changed_nor_cancelled_again(client, path):
    registration = build_registration()
    transitions.cancel(registration=registration)
    link = link_of(registration)

    assert client.get(f"{link}{path}")["Location"] == link
    assert client.post(f"{link}{path}", {"step": "save"})["Location"] == link


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


def test_switch_to_a_full_way_is_told_beforehand_and_waits_only_when_chosen(client):
    session = build_session(capacities={"in_person": 5, "virtual": 0})
    registration = build_registration(session, mode="in_person")
    address = link_of(registration) + "change/"
    page = client.get(address).content.decode()
    assert "Online, by video or phone: full" in page
    assert "join the waitlist" not in page
    assert "Leave this unchecked to keep the seats you have." in page
    person = registration.attendees.get()
    data = {
        "step": "save",
        "mode": "virtual",
        "people-TOTAL_FORMS": "1",
        "people-INITIAL_FORMS": "1",
        "people-0-id": person.pk,
        "people-0-name": person.name,
    }

    refused = client.post(address, data).content.decode()
    assert "Every seat for this way of attending is taken. Nothing has been changed." in refused
    registration.refresh_from_db()
    assert registration.state == "confirmed"

    client.post(address, {**data, "may_wait": "on"})
    registration.refresh_from_db()
    assert (registration.mode, registration.state) == ("virtual", "waitlisted")
    assert "give up mine" not in client.get(address).content.decode()


@pytest.mark.parametrize(("hours", "is_open"), [(None, True), (12, True), (48, False)])
def test_seat_can_be_given_up_by_link_until_a_set_time(client, hours, is_open):
    start = timezone.now() + datetime.timedelta(hours=24)
    session = build_session(starts_at=start, change_hours=hours)
    registration = build_registration(session)
    link = link_of(registration)
    page = client.get(link).content.decode()

    client.post(f"{link}cancel/")

    registration.refresh_from_db()
    assert (registration.state == RegistrationState.CANCELLED) == is_open
    assert (f"{link}cancel/" in page) == is_open
    assert ("Call or write to us, and we will make them for you." in page) == (not is_open)
    assert ("You can change or cancel here until" in page) == (hours == 12)


def test_change_that_comes_after_the_set_time_is_answered_and_kept_on_the_page(client):
    start = timezone.now() + datetime.timedelta(hours=24)
    registration = build_registration(build_session(starts_at=start, change_hours=48))
    data = answers(registration, **{"people-0-name": "Somebody Else"})

    page = client.post(f"{link_of(registration)}change/", data).content.decode()

    assert "Call or write to us, and we will make them for you." in page
    assert 'value="Somebody Else"' in page
    assert registration.attendees.get().name != "Somebody Else"


def test_line_can_be_left_and_staff_can_cancel_after_the_set_time():
    start = timezone.now() + datetime.timedelta(hours=24)
    session = build_session(
        starts_at=start, change_hours=48, capacities={"in_person": 1, "virtual": 1}
    )
    seated, waiting = (build_registration(session, mode="in_person") for _ in range(2))

    with pytest.raises(EngagementError):
        transitions.cancel(registration=seated)
    transitions.cancel(registration=waiting)
    transitions.cancel(registration=seated, by=build_user(), reason="They phoned.")

    states = [each.state for each in Registration.objects.order_by("pk")]
    assert states == [RegistrationState.CANCELLED] * 2
