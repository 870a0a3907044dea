"""Each e-mail to a registrant fits the moment: its words, its facts and what its link leads to."""

import datetime

import pytest
from django.utils import timezone

from sessions_app.models import OutboxMessage
from sessions_app.registrations.services import changes, transitions
from sessions_app.registrations.services.registrations import AttendeeInput
from sessions_app.session_operations.services import sessions
from tests.builders import (
    IN_PERSON,
    VIRTUAL,
    build_registration,
    build_session,
    build_user,
    build_venue,
)

pytestmark = pytest.mark.django_db

ADDRESS = "ana@example.org"
SEATS = {IN_PERSON: 2, VIRTUAL: 2}
PEOPLE = [AttendeeInput("Ana Example"), AttendeeInput("Ben Example")]


def last() -> OutboxMessage:
    """Return the newest e-mail to Ana."""
    return OutboxMessage.objects.filter(recipient=ADDRESS).order_by("pk").last()


def register(session, **values):
    values = {"name": "Ana Example", "email": ADDRESS, "attendees": PEOPLE} | values
    return build_registration(session, **values)


def full(**values):
    """Create a hybrid session with two seats of each kind; those in person are taken."""
    values.setdefault("venue", build_venue(name="Alder Hall"))
    session = build_session(capacities=SEATS, **values)
    return session, build_registration(session, people=2)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("mode", "named", "unnamed"),
    [(IN_PERSON, {"Alder Hall"}, {"nline", "línea"}), (VIRTUAL, set(), {"Alder Hall"})],
)
def test_hybrid_session_names_the_place_of_this_registrant(language, mode, named, unnamed):
    session = build_session(venue=build_venue(name="Alder Hall"))

    register(session, mode=mode, language=language)

    for text in (last().body_text, last().body_html.replace("inline-block", "")):
        assert {word for word in named if word in text} == named
        assert {word for word in unnamed if word in text} == set()


def test_confirmation_names_who_is_coming():
    register(build_session())

    assert "Who is coming: Ana Example, Ben Example" in last().body_text
    assert last().subject.startswith("You have 2 seats:")


@pytest.mark.parametrize(
    ("language", "deadline", "answer"),
    [("en", " Central time.", "Accept or decline"), ("es", ", hora del Centro.", "Aceptar o")],
)
def test_offer_says_until_when_in_which_zone_and_asks_for_an_answer(language, deadline, answer):
    session, seated = full(waitlist_mode="offer")
    register(session, mode=IN_PERSON, language=language)

    transitions.cancel(registration=seated)

    text = last().body_text
    assert last().kind == "registration_offered"
    assert deadline in text.partition("\n\n")[2].partition("\n\n")[0]
    assert f"\n{answer}" in text
    assert "cancel" not in text.lower()


def test_promotion_says_that_the_wait_is_over():
    session, seated = full()
    register(session, mode=IN_PERSON)

    transitions.cancel(registration=seated)

    assert last().kind == "registration_promoted"
    assert last().subject == f"You are off the waitlist and have 2 seats: {session.title}"
    assert last().calendar_method == "REQUEST"


def test_accepted_offer_is_a_confirmed_seat():
    session, seated = full(waitlist_mode="offer")
    registration = register(session, mode=IN_PERSON)
    transitions.cancel(registration=seated)

    transitions.accept_offer(registration=registration)

    assert (last().kind, last().calendar_method) == ("registration_confirmed", "REQUEST")


def test_leaving_the_waitlist_is_no_cancelled_registration():
    session, _seated = full()

    transitions.cancel(registration=register(session, mode=IN_PERSON))

    assert last().kind == "registration_left_waitlist"
    assert "cancel" not in (last().subject + last().body_text).lower()


def test_declined_offer_is_no_cancelled_registration():
    session, seated = full(waitlist_mode="offer")
    registration = register(session, mode=IN_PERSON)
    transitions.cancel(registration=seated)

    transitions.cancel(registration=registration)

    assert last().kind == "registration_offer_ended"
    assert "cancel" not in (last().subject + last().body_text).lower()


def test_seat_given_up_for_a_waitlist_says_so():
    session, _seated = full()
    registration = register(session, mode=VIRTUAL)

    changes.change(registration=registration, attendees=PEOPLE, mode=IN_PERSON, may_wait=True)

    assert (last().kind, last().calendar_method) == ("registration_moved_to_waitlist", "CANCEL")


def test_waitlisted_person_who_gets_a_seat_by_switching_is_told_so():
    session, _seated = full()
    registration = register(session, mode=IN_PERSON)

    changes.change(registration=registration, attendees=PEOPLE, mode=VIRTUAL)

    assert (last().kind, last().calendar_method) == ("registration_promoted", "REQUEST")


def expired_offer(session, registration, seated):
    transitions.cancel(registration=seated)
    transitions.expire_offers(now=timezone.now() + datetime.timedelta(days=15))


def cancelled_session(session, registration, seated):
    sessions.cancel(listening_session=session, reason="Water damage.", by=build_user())


@pytest.mark.parametrize(
    "end",
    [
        lambda _session, registration, _seated: transitions.cancel(registration=registration),
        expired_offer,
        cancelled_session,
    ],
)
def test_ended_registration_offers_nothing_that_is_over(end):
    session, seated = full(waitlist_mode="offer")
    registration = register(session, mode=IN_PERSON)

    end(session, registration, seated)

    text = last().body_text
    assert "Seats:" not in text
    assert "Ben Example" not in text
    assert "change or cancel" not in text
    assert "/registrations/" not in text
    assert "/sessions/" in text


def test_ended_registration_of_a_session_without_a_page_leads_to_its_own():
    session = build_session(visibility="invitation")

    transitions.cancel(registration=build_registration(session, source="staff", email=ADDRESS))

    assert "See your registration:" in last().body_text


def test_new_venue_tells_those_who_come_there_what_they_knew_and_what_they_keep():
    session, _seated = full()
    register(session, mode=IN_PERSON)
    session.venue = build_venue(name="Birch Hall")

    sessions.save_session(listening_session=session, by=build_user(), capacities=SEATS)

    text = last().body_text
    assert last().kind == "session_changed"
    assert "You are still on the waitlist." in text
    assert "; Alder Hall" in text
    assert "Birch Hall" in text


def test_new_venue_tells_those_online_nothing():
    session, _seated = full()
    register(session, mode=VIRTUAL)
    told = last()
    session.venue = build_venue(name="Birch Hall")

    sessions.save_session(listening_session=session, by=build_user(), capacities=SEATS)

    assert last() == told


def test_new_join_link_alone_is_no_new_time_or_place():
    session = build_session(join_link="https://meet.example/old")
    register(session, mode=VIRTUAL)
    session.join_link = "https://meet.example/new"

    sessions.save_session(listening_session=session, by=build_user(), capacities=SEATS)

    assert last().kind == "session_link_changed"
    assert "https://meet.example/new" in last().body_text
    assert "https://meet.example/old" not in last().body_text
