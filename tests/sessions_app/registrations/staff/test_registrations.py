"""Staff page for moving a registration to the front of the waitlist."""

import pytest
from django.urls import reverse

from tests.builders import build_registration, build_session
from tests.sessions_app.answers import errors_of, text_of

pytestmark = pytest.mark.django_db


def test_waiting_registration_is_moved_to_the_front_with_a_reason(officer_client):
    session = build_session(format="in_person", capacities={"in_person": 0})
    build_registration(session)
    waiting = build_registration(session)
    page = reverse("registration:inspect", args=[waiting.pk])
    assert "Place on the waitlist2" in text_of(officer_client.get(page)).replace(" 2", "2")
    address = reverse("registration:move", args=[waiting.pk, "to-front"])

    assert errors_of(officer_client.post(address, {})) == {"reason": ["Enter the reason."]}
    assert officer_client.post(address, {"reason": "Interprets."}).status_code == 302

    waiting.refresh_from_db()
    history = text_of(officer_client.get(reverse("registration:history", args=[waiting.pk])))
    assert "to the front; Interprets." in history
