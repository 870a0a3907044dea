"""What the roster says about seats that nobody gets, and about people in two registrations."""

import re

import pytest
from django.urls import reverse

from sessions_app.registrations.services import transitions
from sessions_app.registrations.services.registrations import AttendeeInput
from tests.builders import VIRTUAL, build_registration, build_session, build_small_session
from tests.sessions_app.answers import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def roster(manager_client):
    def get(session):
        return manager_client.get(reverse("listeningsession:roster", args=[session.pk]))

    return get


@pytest.mark.parametrize(
    ("seats", "words"),
    [
        (3, "1 seat is free (In person), and a group of 3 is first on the waitlist:"),
        (4, "2 seats are free (In person), and a group of 3 is first on the waitlist:"),
    ],
)
def test_roster_says_which_group_blocks_the_waitlist(roster, seats, words):
    session = build_small_session(seats)
    build_registration(session, people=2)
    group = build_registration(session, people=3)

    page = roster(session)

    assert f"{words} {group.reference}. To let somebody else go first" in text_of(page)
    assert reverse("registration:inspect", args=[group.pk]) in page.content.decode()


def test_roster_of_a_waitlist_that_moves_says_nothing_about_it(roster):
    session = build_small_session(1)
    for _n in range(2):
        build_registration(session)

    assert "first on the waitlist" not in text_of(roster(session))


def rows_of(page):
    rows = re.findall(r"<tr>\s*<td>(.*?)</td>", page.content.decode(), re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in rows]


def test_roster_names_the_other_registration_of_the_same_person(roster):
    session = build_session()
    one = build_registration(
        session, attendees=[AttendeeInput("Dana Rivera"), AttendeeInput("Ben Okafor")]
    )
    other = build_registration(session, mode=VIRTUAL, attendees=[AttendeeInput("dana rivera")])
    build_registration(build_session(), attendees=[AttendeeInput("Ben Okafor")])

    page = roster(session)

    assert rows_of(page) == [
        f"Dana Rivera Also in {other.reference}",
        "Ben Okafor",
        f"dana rivera Also in {one.reference}",
    ]
    assert reverse("registration:inspect", args=[other.pk]) in page.content.decode()


def test_roster_does_not_name_a_registration_that_was_cancelled(roster):
    session = build_session()
    one = build_registration(session, attendees=[AttendeeInput("Dana Rivera")])
    build_registration(session, attendees=[AttendeeInput("Dana Rivera")])
    transitions.cancel(registration=one)

    assert rows_of(roster(session)) == ["Dana Rivera"]
