import datetime

import pytest
from django.utils import timezone

from home.models import ContactSettings
from sessions_app.actions.enums import ActionState
from sessions_app.feedback.enums import AttributionLevel
from sessions_app.listening_sessions.enums import AttributionRule, SessionState, Visibility
from sessions_app.models import ActionUpdate
from sessions_app.registrations.services.registrations import AttendeeInput
from tests.builders import (
    build_action,
    build_feedback,
    build_organization,
    build_program,
    build_public_feedback,
    build_registration,
    build_session,
)
from tests.home.page_builders import build_program_page, build_response_page

pytestmark = [pytest.mark.django_db, pytest.mark.database]

#: Query budget of the page with all its parts.
QUERIES = 8


@pytest.fixture
def program():
    return build_program(slug="stops", name="Stops", summary="What the program does.")


@pytest.fixture
def page(program):
    site = build_program_page(program=program)
    ContactSettings.objects.create(
        site=site.get_site(), phone="202-401-1474", phone_verified_on=datetime.date(2015, 6, 25)
    )
    return site


def _read(client) -> str:
    response = client.get("/programs/stops/")
    assert response.status_code == 200
    return response.content.decode()


def test_page_shows_every_part(client, page, program):
    build_session(program=program, title="Come and speak")
    past = timezone.now() - datetime.timedelta(days=30)
    build_session(
        program=program, starts_at=past, state=SessionState.NOTES_PUBLISHED, title="Was held"
    )
    build_public_feedback(program=program, public_summary="Stops feel unfair.")
    build_action(program=program, is_public=True, title="Review the stops")

    html = _read(client)

    for words in (
        "What the program does.",
        "Come and speak",
        "Was held",
        "Stops feel unfair.",
        "Review the stops",
        "202-401-1474",
        "June 25, 2015",
        "Report an allegation",
        "Was this page helpful?",
        "Back to top",
    ):
        assert words in html, words


def test_page_shows_nothing_that_is_not_public(client, page, program):
    organization = build_organization(name="Hidden Source Alliance")
    session = build_session(program=program, join_link="https://meet.example/secret-room")
    build_registration(session, attendees=[AttendeeInput(name="Attendee Seldom-Seen")])
    build_session(program=program, visibility=Visibility.UNLISTED, title="Unlisted evening")
    build_session(program=program, visibility=Visibility.INVITATION, title="Invited evening")
    build_session(program=program, state=SessionState.DRAFT, title="Drafted evening")
    build_public_feedback(
        program=program,
        private_note="The note that nobody reads",
        public_summary="A fair summary.",
        organization=organization,
    )
    build_feedback(program=program, public_summary="A summary that waits for approval")
    build_action(program=program, title="An internal action")
    action = build_action(program=program, title="A public action", is_public=True)
    ActionUpdate.objects.create(
        action=action,
        text="An internal update",
        from_state=ActionState.PROPOSED,
        to_state=ActionState.PROPOSED,
    )

    html = _read(client)

    assert "A fair summary." in html
    assert "A public action" in html
    for words in (
        "The note that nobody reads",
        "A summary that waits for approval",
        "Hidden Source Alliance",
        "secret-room",
        "Seldom-Seen",
        "Unlisted evening",
        "Invited evening",
        "Drafted evening",
        "An internal action",
        "An internal update",
    ):
        assert words not in html, words


def test_session_that_is_not_attributed_names_no_source(client, page, program):
    past = timezone.now() - datetime.timedelta(days=30)
    session = build_session(
        program=program,
        starts_at=past,
        state=SessionState.NOTES_PUBLISHED,
        attribution_rule=AttributionRule.NOT_ATTRIBUTED,
    )
    item = build_public_feedback(
        program=program,
        listening_session=session,
        organization=build_organization(name="Promised Silence House"),
        attribution=AttributionLevel.NAMED,
    )
    response = build_response_page(program=program, feedback_items=[item])

    for html in (_read(client), client.get(f"/responses/{response.slug}/").content.decode()):
        assert item.public_summary in html
        assert "Promised Silence House" not in html


def test_other_programs_stay_on_their_own_page(client, page):
    build_session(title="Of another program")
    build_public_feedback(public_summary="About another program.")

    html = _read(client)

    assert "Of another program" not in html
    assert "About another program." not in html


@pytest.mark.parametrize("rows", [1, 30])
def test_page_asks_the_database_as_often_for_one_row_as_for_thirty(
    client, page, program, rows, django_assert_num_queries
):
    past = timezone.now() - datetime.timedelta(days=30)
    for _ in range(rows):
        build_session(program=program)
        build_session(program=program, starts_at=past, state=SessionState.NOTES_PUBLISHED)
        build_public_feedback(program=program, organization=build_organization())
        build_action(program=program, is_public=True)

    # This page has no document, which would take one more query.
    with django_assert_num_queries(QUERIES - 1):
        _read(client)


def test_totals_count_more_than_is_shown(client, page, program):
    for _ in range(7):
        build_public_feedback(program=program)
        build_action(program=program, is_public=True)

    html = _read(client)

    assert "People made 7 points" in html
    assert "All 7 follow-up actions" in html


def test_next_session_passes_over_one_that_is_cancelled(client, page, program):
    soon = timezone.now() + datetime.timedelta(days=2)
    build_session(program=program, starts_at=soon, state=SessionState.CANCELLED, slug="off")
    build_session(program=program, slug="on")

    html = _read(client)

    assert "/sessions/on/register/" in html
    assert "/sessions/off/register/" not in html


def test_page_without_any_activity_says_so(client, page):
    html = _read(client)

    assert "No session on this program is scheduled now." in html
    assert "Nothing is written up yet." in html
    assert "No follow-up action on this program is public yet." in html


def test_page_sets_no_cookie(client, page):
    response = client.get("/programs/stops/")

    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
