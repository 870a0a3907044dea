"""The timeline on an organization's staff page."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions_app.actions import services as actions
from sessions_app.models import FeedbackItem, ListeningSession, Registration
from sessions_app.organization_operations.selectors.timeline import Timeline
from sessions_app.organization_operations.services import merges
from sessions_app.organizations.services import organizations
from tests.builders import (
    build_action,
    build_contact,
    build_feedback,
    build_organization,
    build_registration,
    build_session,
    build_user,
)
from tests.sessions_app.answers import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def organization(db):
    return build_organization(name="Alder Aid")


def build_history(organization, number=0):
    """Create one timeline entry of each kind."""
    contact = build_contact(organization)
    session = build_session(title=f"Evening {number}")
    build_registration(session, email=contact.email)
    ListeningSession.objects.filter(pk=session.pk).update(
        state="held", starts_at=timezone.now() - datetime.timedelta(days=9)
    )
    item = build_feedback(organization=organization, private_note=f"Said softly {number}.")
    actions.link_feedback(action=build_action(title="Print it"), item=item, by=build_user())


def page_of(client, organization, **query):
    return client.get(reverse("organization:inspect", args=[organization.pk]), query)


def test_story_tells_of_everything_newest_first(organization):
    build_history(organization)
    FeedbackItem.objects.update(received_on=timezone.localdate() - datetime.timedelta(days=2))
    build_contact(organization)
    organizations.verify(organization=organization, by=build_user())

    story = Timeline(organization)[:50]

    assert [entry.kind for entry in story] == [
        "Follow-up action",
        *["E-mail"] * 3,
        "Registration",
        "Concern",
        "Listening session",
    ]
    assert len(Timeline(organization)) == 7


def test_story_of_a_merged_organization_comes_along(organization):
    merged = build_organization()
    build_contact(merged)
    organizations.verify(organization=merged, by=build_user())

    merges.merge(kept=organization, merged=merged, by=build_user())

    assert [entry.kind for entry in Timeline(organization)[:9]] == ["E-mail"]


def test_private_note_is_for_those_who_may_read_it(
    officer_client, signed_in, analyst, auditor, organization
):
    build_history(organization)

    assert "Said softly 0." in text_of(page_of(officer_client, organization))
    assert "Said softly 0." in text_of(page_of(signed_in(auditor), organization))
    analysts = text_of(page_of(signed_in(analyst), organization))
    assert "Said softly 0." not in analysts
    assert FeedbackItem.objects.get().reference in analysts
    assert "E-mail" not in analysts


def test_story_is_read_page_by_page(officer_client, organization):
    for number in range(27):
        build_feedback(organization=organization, private_note=f"Point {number}.")
    FeedbackItem.objects.filter(private_note="Point 3.").update(received_on="2020-01-01")

    first, second = (page_of(officer_client, organization, page=n) for n in (1, 2))

    assert "Page 1 of 2" in text_of(first)
    assert "Point 3." not in text_of(first)
    assert "Point 3." in text_of(second)
    assert page_of(officer_client, organization, page="x").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_story_asks_the_same_number_of_times(organization, django_assert_num_queries, count):
    for number in range(count):
        build_history(organization, number)
    assert Registration.objects.count() == count

    with django_assert_num_queries(7):
        # Merged organizations, one page of the timeline, and one query for each of five kinds.
        assert len(Timeline(organization)[:50]) == 5 * count
