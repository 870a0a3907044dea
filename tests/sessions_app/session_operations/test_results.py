"""The page of a past session: its results first, grouped, and figures that tell of nobody."""

import datetime

import pytest
from django.utils import timezone

from sessions_app.models import ActionLink, Attendee
from tests.builders import (
    build_action,
    build_organization,
    build_public_feedback,
    build_session,
    build_staff_registration,
    build_theme,
)
from tests.sessions_app.answers import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    start = timezone.now() - datetime.timedelta(days=9)
    session = build_session(starts_at=start)
    session.agenda_items.create(title="Welcome and words of the host", position=1)
    return session


def come(session, *, people, organization):
    registration = build_staff_registration(session, people=people)
    registration.organization = organization
    registration.save()
    Attendee.objects.update(checked_in_at=timezone.now())


def publish(session):
    session.state = "published"
    session.save()
    return session.get_absolute_url()


def test_results_come_first_grouped_by_theme_with_reasons_and_the_agenda_after(client, session):
    said = build_public_feedback(listening_session=session, public_summary="Print it in Mam.")
    said.codings.create(theme=build_theme(name="Languages"))
    build_public_feedback(listening_session=session, public_summary="Without a theme.")
    build_public_feedback(
        listening_session=session,
        public_summary="Close the desk.",
        state="declined",
        state_reason="The law asks for it.",
    )
    for values in (
        {"title": "Print the notice", "state": "completed", "outcome": "It hangs in halls."},
        {"title": "Hire printers", "state": "declined", "state_reason": "No funds."},
    ):
        action = build_action(is_public=True, **values)
        ActionLink.objects.create(action=action, feedback_item=said)

    text = text_of(client.get(publish(session)))

    parts = (
        "What we heard",
        "Languages",
        "Print it in Mam.",
        "Other points",
        "Without a theme.",
        "Print the notice",
        "It hangs in halls.",
        "What was declined and why",
        "The law asks for it.",
        "Hire printers",
        "No funds.",
        "Welcome and words of the host",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_notes_that_are_not_published_are_not_shown(client, session):
    build_public_feedback(listening_session=session, public_summary="Print it in Mam.")
    session.state = "held"
    session.save()

    text = text_of(client.get(session.get_absolute_url()))

    assert "Print it in Mam." not in text
    assert "Who was heard" not in text


def test_who_was_heard_hides_small_figures_and_one_more(client, session):
    for kind, people in (("advocacy", 7), ("faith", 2), ("media", 6)):
        come(session, people=people, organization=build_organization(kind=kind))

    text = text_of(client.get(publish(session)))

    assert "15 people came" in text
    assert text.count("Too few to show") == 2
    figures = text[text.index("15 people came") :]
    assert "Advocacy7" in figures
    assert "Faith2" not in figures
    assert "Media6" not in figures


def test_too_few_people_get_no_figures_at_all(client, session):
    come(session, people=3, organization=build_organization())

    assert "Who was heard" not in text_of(client.get(publish(session)))
