"""Services for accommodation requests: create, arrange, and update on a change."""

import datetime

import pytest

from sessions_app.core.errors import EngagementError
from sessions_app.models import AccommodationRequest, AuditEntry
from sessions_app.registrations.services import accommodations
from sessions_app.registrations.services.accommodations import AccommodationInput
from tests.builders import build_registration, build_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return build_user()


@pytest.fixture
def spanish(staff):
    """Return a request for a Spanish interpreter in the state "ordered"."""
    registration = build_registration(
        accommodations=[AccommodationInput("interpreter", language="Spanish")]
    )
    request = registration.accommodation_requests.get()
    accommodations.assign(request=request, assignee=staff, by=staff)
    return accommodations.move(request=request, to_state="ordered", by=staff)


def states():
    requests = AccommodationRequest.objects.order_by("pk")
    return [(request.language, request.state) for request in requests]


def test_interpreter_for_another_language_is_another_request(spanish, staff):
    accommodations.set_needs(
        registration=spanish.registration,
        needs=[AccommodationInput("interpreter", language="Haitian Creole")],
        by=None,
    )

    assert states() == [("Spanish", "withdrawn"), ("Haitian Creole", "requested")]
    assert AccommodationRequest.objects.latest("pk").assignee == staff


def test_new_detail_keeps_what_is_ordered_and_is_in_the_trail(spanish):
    accommodations.set_needs(
        registration=spanish.registration,
        needs=[AccommodationInput("interpreter", language="Spanish", detail="By phone")],
        by=None,
    )

    assert states() == [("Spanish", "ordered")]
    entry = AuditEntry.objects.get(action="engagement.accommodation.edit")
    assert entry.data == {"fields": ["detail"]}


def test_due_date_is_moved_with_the_assignee(spanish, staff):
    day = spanish.due_on - datetime.timedelta(days=2)

    accommodations.assign(request=spanish, assignee=None, due_on=day, by=staff)

    spanish.refresh_from_db()
    assert (spanish.assignee, spanish.due_on) == (None, day)


def test_due_date_after_the_session_is_refused(spanish, staff):
    day = spanish.registration.listening_session.local_start.date() + datetime.timedelta(days=1)

    with pytest.raises(EngagementError, match="The due date must be on or before") as refusal:
        accommodations.assign(request=spanish, assignee=staff, due_on=day, by=staff)

    assert refusal.value.field == "due_on"
