"""Staff page for registering a person, with or without an e-mail address."""

import pytest
from django.urls import reverse

from sessions_app.models import AccommodationRequest, OutboxMessage, Registration
from tests.builders import build_question, build_registration, build_session
from tests.sessions_app.answers import text_of

pytestmark = pytest.mark.django_db


def screen(session):
    return reverse("listeningsession:register", args=[session.pk])


def form_values(**values):
    return {
        "name": "Ana Cruz",
        "language": "es",
        "is_coming": "on",
        "submission": "one form",
        "mode": "in_person",
        "people-TOTAL_FORMS": "2",
        "people-INITIAL_FORMS": "2",
        **values,
    }


def test_somebody_without_an_address_is_registered_with_others_and_help(officer_client, officer):
    session = build_session(visibility="invitation", approval_required=True)
    question = build_question(session, is_required=True)
    assert question.label in text_of(officer_client.get(screen(session)))

    response = officer_client.post(
        screen(session),
        form_values(
            phone="202-555-0143",
            kinds=["asl"],
            **{"people-0-name": "Ben Okafor"},
        ),
    )

    registration = Registration.objects.get()
    assert response["Location"] == reverse("registration:inspect", args=[registration.pk])
    assert (registration.source, registration.state, registration.seats, registration.language) == (
        "staff",
        "confirmed",
        2,
        "es",
    )
    assert AccommodationRequest.objects.get().kind == "asl"
    assert not OutboxMessage.objects.exists()
    page = text_of(officer_client.get(response["Location"]))
    assert "Registered. Status: Confirmed." in page


def test_address_gets_the_confirmation_in_its_language(officer_client):
    session = build_session()

    officer_client.post(screen(session), form_values(email="ana@example.org"))

    assert OutboxMessage.objects.get().recipient == "ana@example.org"


def test_same_form_sent_twice_registers_once(officer_client):
    session = build_session()

    for _time in range(2):
        assert officer_client.post(screen(session), form_values()).status_code == 302

    assert Registration.objects.count() == 1


def test_full_session_puts_them_in_line_and_nobody_above_the_capacity(officer_client):
    session = build_session(format="in_person", capacities={"in_person": 1})
    build_registration(session)

    page = text_of(officer_client.post(screen(session), form_values(), follow=True))

    assert "Registered. Status: On the waitlist." in page
    assert session.seat_pools.get().taken == 1


def test_refusal_stands_beside_its_field_and_nothing_typed_is_lost(officer_client):
    session = build_session()
    known = build_registration(session, email="ana@example.org")

    response = officer_client.post(
        screen(session), form_values(email="ana@example.org", **{"people-0-name": "Ben Okafor"})
    )

    page = response.content.decode()
    assert f"already registered for this session, as {known.reference}." in page
    assert 'href="#id_email"' in page
    assert 'value="Ben Okafor"' in page


def test_session_that_is_not_published_takes_nobody(officer_client):
    response = officer_client.post(screen(build_session(state="draft")), form_values())

    assert "is not accepting registrations" in text_of(response)
    assert not Registration.objects.exists()
