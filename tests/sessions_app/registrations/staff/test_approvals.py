"""Bulk approval of registrations, with a preview."""

import pytest
from django.urls import reverse

from sessions_app.models import OutboxMessage, Registration
from tests.builders import build_registration, build_session
from tests.sessions_app.answers import errors_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def pending():
    session = build_session(format="in_person", capacities={"in_person": 2}, approval_required=True)
    return [build_registration(session) for _number in range(3)]


def decide(client, pending, **values):
    address = reverse("listeningsession:approvals", args=[pending[0].listening_session_id])
    return client.post(address, {"registrations": [each.pk for each in pending], **values})


def states():
    return list(Registration.objects.order_by("pk").values_list("state", flat=True))


def test_preview_tells_what_becomes_of_each_and_changes_nothing(officer_client, pending):
    queued = OutboxMessage.objects.count()

    page = text_of(decide(officer_client, pending, decision="approve"))

    assert page.count("Confirmed") == 2
    assert "On the waitlist" in page
    assert "You have a seat: " in page
    assert "You are on the waitlist: " in page
    assert states() == ["pending_approval"] * 3
    assert OutboxMessage.objects.count() == queued


def test_confirmed_decision_is_what_the_preview_said(officer_client, pending):
    response = decide(officer_client, pending, decision="approve", confirm="yes")

    assert response.status_code == 302
    assert states() == ["confirmed", "confirmed", "waitlisted"]


def test_declining_needs_a_reason_and_writes_it_to_each(officer_client, pending):
    response = decide(officer_client, pending, decision="decline", confirm="yes")
    assert errors_of(response) == {"reason": ["Enter the reason."]}

    decide(officer_client, pending[:2], decision="decline", reason="Full.", confirm="yes")

    assert states() == ["declined", "declined", "pending_approval"]
    declined = OutboxMessage.objects.filter(kind="registration_declined")
    assert all("Full." in message.body_text for message in declined)
    assert declined.count() == 2


def test_registration_that_was_cancelled_meanwhile_stops_all(officer_client, pending):
    Registration.objects.filter(pk=pending[0].pk).update(state="cancelled")

    response = decide(officer_client, pending, decision="approve", confirm="yes")

    assert "has since been decided" in errors_of(response)["registrations"][0]
    assert states() == ["cancelled", "pending_approval", "pending_approval"]
