"""The close-out tab."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions_app.listening_sessions.enums import SessionState
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.services import check_in
from sessions_app.session_operations.services import close_out
from tests.builders import VIRTUAL, build_session, build_staff_registration
from tests.sessions_app.answers import is_refused, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(officer):
    now = timezone.now()
    return build_session(host=officer, starts_at=now, ends_at=now + datetime.timedelta(minutes=30))


def tab(session):
    return reverse("listeningsession:close_out", args=[session.pk])


def ticked(page):
    return [
        row["person"].pk
        for mode in page.context["modes"]
        for row in mode["people"]
        if row["is_ticked"]
    ]


def test_page_ticks_those_at_the_door_and_closes_with_what_was_put_right(
    officer_client, officer, session
):
    here, away, online = (
        build_staff_registration(session),
        build_staff_registration(session),
        build_staff_registration(session, mode=VIRTUAL),
    )
    person = here.attendees.get()
    check_in.check_in(attendee=person, by=officer)

    page = officer_client.get(tab(session))
    assert ticked(page) == [person.pk]
    late = away.attendees.get()
    # Race condition: another user checks a person in while the page is open.
    check_in.check_in(attendee=late, by=officer)
    officer_client.post(
        tab(session),
        {"ticked_before": page.context["ticked_before"], "came": [online.attendees.get().pk]},
    )

    states = [each.state for each in session.registrations.order_by("pk")]
    assert states == [
        RegistrationState.NO_SHOW,
        RegistrationState.ATTENDED,
        RegistrationState.ATTENDED,
    ]
    session.refresh_from_db()
    assert session.state == SessionState.HELD


def test_session_to_come_cannot_be_closed(officer_client, officer):
    session = build_session(host=officer)

    assert "has not started yet" in text_of(officer_client.get(tab(session)))
    answer = officer_client.post(tab(session), {})
    assert "has not started yet" in text_of(answer)
    session.refresh_from_db()
    assert session.state == SessionState.SCHEDULED


@pytest.mark.parametrize("person", ["1; drop", "²", "9" * 5000])
def test_page_that_was_tampered_with_closes_nothing(officer_client, session, person):
    answer = officer_client.post(tab(session), {"came": [person]})

    assert "Some of this form did not reach us" in text_of(answer)
    session.refresh_from_db()
    assert session.state == SessionState.SCHEDULED


def test_overview_leads_to_closing_and_shows_afterwards_who_came(
    officer_client, signed_in, analyst, officer, session
):
    build_staff_registration(session, organization_name="Harbor Group")
    overview = reverse("listeningsession:inspect", args=[session.pk])
    assert tab(session) in [
        move["url"] for move in officer_client.get(overview).context["transitions"]
    ]

    person = session.registrations.get().attendees.get()
    close_out.close(listening_session=session, came={person.pk}, by=officer)

    page = text_of(signed_in(analyst).get(overview))
    assert "1 of 1 people" in page
    assert "Harbor Group: 1" in page
    assert person.name not in page
    assert is_refused(signed_in(analyst).get(tab(session)))


def test_mistake_is_put_right_from_the_closed_page(officer_client, officer, session):
    registration = build_staff_registration(session)
    close_out.close(listening_session=session, by=officer)
    move = reverse("registration:move", args=[registration.pk, "attended"])
    assert move in officer_client.get(tab(session)).content.decode()

    officer_client.post(move)

    registration.refresh_from_db()
    assert registration.state == RegistrationState.ATTENDED


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("case", [("scheduled", 14), ("held", 15)])
def test_tab_asks_the_database_the_same_number_of_times_for_one_and_three_rows(
    manager_client, session, django_assert_num_queries, case, count
):
    state, queries = case
    for _ in range(count):
        build_staff_registration(session, people=2)
    type(session).objects.update(state=state)
    if state == "held":
        session.registrations.update(state="attended")
    manager_client.get(tab(session))

    with django_assert_num_queries(queries):
        manager_client.get(tab(session))
