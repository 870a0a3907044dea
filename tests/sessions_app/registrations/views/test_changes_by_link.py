"""Changing, switching and cancelling a registration by its personal link."""

import datetime

import pytest
from django.utils import timezone

from sessions_app.core.errors import EngagementError
from sessions_app.models import AccommodationRequest, Registration
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.services import transitions
from sessions_app.registrations.services.accommodations import AccommodationInput
from tests.builders import build_registration, build_session, build_user
from tests.sessions_app.lookups import link_of

pytestmark = pytest.mark.django_db


def answers(registration, **changes: object) -> dict[str, object]:
    people = list(registration.attendees.coming())
    data: dict[str, object] = {
        "step": "save",
        "name": registration.name,
        "organization_name": registration.organization_name,
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


@pytest.mark.parametrize("path", ["change/", "cancel/"])
def test_cancelled_registration_is_neither_changed_nor_cancelled_again(client, path):
    registration = build_registration()
    transitions.cancel(registration=registration)
    link = link_of(registration)

    assert client.get(f"{link}{path}")["Location"] == link
    assert client.post(f"{link}{path}", {"step": "save"})["Location"] == link


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
        "name": registration.name,
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
