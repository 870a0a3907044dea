"""The check-in tab and the printed sign-in sheet."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions_app.models import Attendee, Registration, SeatPool
from sessions_app.registrations.enums import RegistrationSource, RegistrationState
from sessions_app.registrations.services.accommodations import AccommodationInput
from sessions_app.registrations.services.registrations import AttendeeInput
from tests.builders import (
    IN_PERSON,
    VIRTUAL,
    build_registration,
    build_session,
    build_staff_registration,
)
from tests.sessions_app.answers import errors_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(officer):
    now = timezone.now()
    return build_session(host=officer, starts_at=now, ends_at=now + datetime.timedelta(minutes=30))


def register_people(session, *names, **values):
    attendees = [AttendeeInput(name=name) for name in names or ["Ada Example"]]
    return build_staff_registration(session, attendees=attendees, **values)


def url(session, name="check_in"):
    return reverse(f"listeningsession:{name}", args=[session.pk])


def post_action(client, session, action, person=None, **data):
    if person is not None:
        data["person"] = person.pk
    return client.post(url(session), {"action": action, **data}, follow=True)


def names(page):
    return [row["person"].name for row in page.context["people"]]


def test_scanned_code_opens_with_the_person_found_and_changes_nothing(officer_client, session):
    registration = register_people(session, "Ada Example", "Grace Example")
    register_people(session, "Somebody Else")

    page = officer_client.get(url(session), {"q": registration.reference.lower()})

    assert names(page) == ["Ada Example", "Grace Example"]
    assert not Attendee.objects.filter(checked_in_at__isnull=False).exists()


def test_taps_check_in_and_undo(officer_client, session):
    person = register_people(session).attendees.get()

    page = post_action(officer_client, session, "check_in", person)
    assert "Ada Example is checked in." in text_of(page)
    assert "1 of 1 checked in" in text_of(page)
    assert "was already checked in." in text_of(
        post_action(officer_client, session, "check_in", person)
    )
    page = post_action(officer_client, session, "undo", person)
    assert "0 of 1 checked in" in text_of(page)
    assert names(page) == ["Ada Example"]


def test_search_stays_while_somebody_of_the_group_is_missing(officer_client, session):
    registration = register_people(session, "Ada Example", "Grace Example")
    ada, grace = registration.attendees.all()

    page = post_action(officer_client, session, "check_in", ada, q=registration.reference)
    assert page.context["q"] == registration.reference
    page = post_action(officer_client, session, "check_in", grace, q=registration.reference)
    assert page.context["q"] == ""


def test_waiting_person_is_seated_by_a_button_of_its_own(officer_client, session):
    SeatPool.objects.filter(listening_session=session, mode=IN_PERSON).update(capacity=1)
    register_people(session, "Ada Example")
    waiting = register_people(session, "Grace Example")
    person = waiting.attendees.get()
    page = post_action(officer_client, session, "check_in", person, q="grace")
    assert "On the waitlist. Give this person a seat?" in text_of(page)
    assert "Give seat and check in: Grace Example" in text_of(page)

    assert "There are not enough seats" in text_of(
        post_action(officer_client, session, "seat", person)
    )
    SeatPool.objects.filter(listening_session=session, mode=IN_PERSON).update(capacity=2)
    post_action(officer_client, session, "seat", person)

    waiting.refresh_from_db()
    assert waiting.state == RegistrationState.CONFIRMED
    assert waiting.attendees.get().checked_in_at is not None


def test_nobody_of_another_session_is_checked_in(officer_client, session):
    stranger = build_registration().attendees.get()

    assert post_action(officer_client, session, "check_in", stranger).status_code == 404
    assert post_action(officer_client, session, "check_in", person=None).status_code == 404
    assert not Attendee.objects.filter(checked_in_at__isnull=False).exists()


def test_walk_in_is_added_and_a_mistake_loses_nothing(officer_client, session):
    answer = officer_client.post(
        url(session), {"action": "walk_in", "organization_name": "Harbor", "submission": "a"}
    )
    assert errors_of(answer) == {"name": ["Enter the person’s name."]}
    assert text_of(answer).startswith("Error:")
    assert answer.context["form"]["organization_name"].value() == "Harbor"

    page = post_action(officer_client, session, "walk_in", name="Ada Example", submission="a")
    assert "Ada Example was added and checked in." in text_of(page)
    assert Registration.objects.get().source == RegistrationSource.WALK_IN


def test_full_room_says_to_raise_the_seats_first(officer_client, session):
    SeatPool.objects.filter(listening_session=session, mode=IN_PERSON).update(capacity=0)

    answer = officer_client.post(
        url(session), {"action": "walk_in", "name": "Ada", "submission": "a"}
    )

    assert "add seats to the session first" in text_of(answer)
    assert answer.context["form"]["name"].value() == "Ada"
    assert not Registration.objects.exists()


def test_door_is_closed_on_other_days(officer_client, officer):
    session = build_session(host=officer)
    person = register_people(session).attendees.get()

    page = officer_client.get(url(session))
    assert "Check-in opens on the day of the session" in text_of(page)
    assert '<button type="submit" class="button" name="action"' not in page.content.decode()
    post_action(officer_client, session, "check_in", person)
    person.refresh_from_db()
    assert person.checked_in_at is None


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("case", [("check_in", 14), ("sign_in_sheet", 7)])
def test_door_asks_the_database_the_same_number_of_times_for_one_and_three_rows(
    manager_client, session, django_assert_num_queries, case, count
):
    name, queries = case
    for number in range(count):
        register_people(session, f"Ada {number}", f"Grace {number}")
        Attendee.objects.filter(name=f"Ada {number}").update(checked_in_at=timezone.now())
    manager_client.get(url(session, name))

    with django_assert_num_queries(queries):
        manager_client.get(url(session, name))


@pytest.mark.parametrize(
    ("rule", "shown", "hidden"),
    [
        ("on_the_record", ["Ada Example", "Harbor Group"], ["{reference}"]),
        ("organization_only", ["Harbor Group"], ["Ada Example", "{reference}"]),
        ("not_attributed", ["{reference}"], ["Ada Example", "Harbor Group"]),
    ],
)
def test_sign_in_sheet_tells_no_more_than_the_sessions_rule(
    officer_client, session, rule, shown, hidden
):
    registration = register_people(
        session,
        organization_name="Harbor Group",
        email="ada@example.org",
        accommodations=[AccommodationInput(kind="braille", detail="Two copies.")],
    )
    register_people(session, "Online Person", mode=VIRTUAL)
    type(session).objects.update(attribution_rule=rule)

    page = text_of(officer_client.get(url(session, "sign_in_sheet")))

    for words in shown:
        assert words.format(reference=registration.reference) in page
    for words in [*hidden, "ada@example.org", "Braille", "Two copies.", "Online Person"]:
        assert words.format(reference=registration.reference) not in page
    assert "Privacy Act statement" in page
