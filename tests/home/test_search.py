import datetime

import pytest
from django.utils import timezone
from django.utils.html import escape as html_escape
from wagtail.models import PageViewRestriction

from home import search
from home.models import ProgramIndexPage
from sessions_app.listening_sessions.enums import SessionState, Visibility
from tests.builders import (
    build_action,
    build_feedback,
    build_organization,
    build_program,
    build_registration,
    build_session,
)
from tests.home.page_builders import build_program_page, build_standard_page, prose

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def _search(client, **query) -> str:
    response = client.get("/search/", query)
    assert response.status_code == 200
    return response.content.decode()


def test_search_finds_pages_sessions_and_follow_ups(client):
    past = timezone.now() - datetime.timedelta(days=9)
    build_standard_page(title="About heliotropes", slug="flowers")
    build_program_page(program=build_program(name="Growing"), about=prose("A heliotrope grows."))
    build_session(title="Heliotrope evening")
    build_session(title="Heliotrope morning", starts_at=past, state=SessionState.NOTES_PUBLISHED)
    build_action(title="Water the heliotrope", is_public=True)

    html = _search(client, q="heliotrope")

    for found in (
        "Growing",
        "Heliotrope evening",
        "Heliotrope morning",
        "Water the heliotrope",
    ):
        assert found in html, found


def test_search_finds_nothing_that_is_not_public(client):
    restricted = build_standard_page(title="Zebrafinch plan", slug="inner")
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    build_standard_page(restricted, title="Zebrafinch below", slug="below")
    build_standard_page(title="Zebrafinch draft", slug="draft", live=False)
    build_session(title="Zebrafinch unlisted", visibility=Visibility.UNLISTED)
    build_session(title="Zebrafinch unready", state=SessionState.DRAFT)
    session = build_session(title="Open evening", join_link="https://meet.example/zebrafinch")
    build_registration(session, name="Zebrafinch Person", organization_name="Zebrafinch House")
    build_organization(name="Zebrafinch Alliance")
    build_action(title="Zebrafinch inside")
    build_feedback(private_note="zebrafinch", public_summary="zebrafinch")

    html = _search(client, q="zebrafinch")

    assert "Nothing found for “zebrafinch”" in html
    assert "Zebrafinch" not in html
    assert "Open evening" not in html


def test_search_that_finds_nothing_leads_to_every_list(client):
    html = _search(client, q="zebrafinch")

    main = html[html.index("<h1>") : html.index("</main>")]
    for path in ("/programs/", "/sessions/", "/follow-ups/", "/responses/"):
        assert f'<a href="{path}">' in main, path
    ProgramIndexPage.objects.get().unpublish()
    html = _search(client, q="zebrafinch")
    assert 'href="/programs/"' not in html


def test_search_without_words_asks_for_some(client):
    html = _search(client)

    assert "What are you looking for?" in html
    assert "Nothing found" not in html


def test_search_for_a_reference_finds_its_action(client):
    action = build_action(title="By its number", is_public=True)

    assert "By its number" in _search(client, q=action.reference)


def test_search_cuts_what_is_too_long_and_says_so(client):
    html = _search(client, q="x" * 5000)

    assert "we searched for the first 100 characters" in html
    assert "x" * 101 not in html


@pytest.mark.parametrize("words", ['"', "(((", "a AND", "'; --", "<script>", "%", "*", "\\"])
def test_search_for_odd_characters_answers(client, words):
    html = _search(client, q=words)

    assert "<script>" not in html.replace('<script src="', "")


def test_search_counts_no_further_than_its_limit(client, monkeypatch):
    monkeypatch.setattr(search, "COUNTED", 2)
    for number in range(4):
        build_standard_page(title=f"Kingfisher {number}", slug=f"kingfisher-{number}")

    assert "Pages found: more than 2" in _search(client, q="kingfisher")


def test_search_pages_through_its_results(client):
    for number in range(12):
        build_standard_page(title=f"Kingfisher {number}", slug=f"kingfisher-{number}")

    first, second = _search(client, q="kingfisher"), _search(client, q="kingfisher", page=2)
    beyond = _search(client, q="kingfisher", page="ninety")

    assert first.count(">Kingfisher ") == 10
    assert second.count(">Kingfisher ") == 2
    assert "page=2" in first
    assert beyond.count(">Kingfisher ") == 10


def test_more_sessions_than_are_shown_are_linked(client):
    for _ in range(6):
        build_session(title="Kingfisher evening")

    html = _search(client, q="kingfisher")

    assert html.count(">Kingfisher evening</a>") == 5
    assert "/sessions/?q=kingfisher" in html


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Núñez", "nunez"),
        ("Nunez", "NÚÑEZ"),
        ("Łódź", "lodz"),
        ("Lodz", "ŁÓDŹ"),
        ("O’Brien", "O'Brien"),
        ("O'Brien", "obrien"),
        ("Al-Noor", "al noor"),
        ("N.A.A.C.P.", "naacp"),
        ("हिंदी", "हिंदी"),
    ],
)
def test_search_finds_words_as_people_type_them(client, written, typed):
    build_program_page(program=build_program(name="Page"), about=prose(f"About {written}."))
    build_session(title=f"An evening with {written}")
    build_action(title=f"Write to {written}", is_public=True)

    html = _search(client, q=typed)

    assert "Pages found: 1" in html
    assert f"An evening with {html_escape(written)}" in html
    assert f"Write to {html_escape(written)}" in html


@pytest.mark.parametrize("change", ["#{}", "{} ", " {}."])
def test_search_forgives_how_a_reference_is_typed(client, change):
    action = build_action(is_public=True, title="By its number")
    typed = change.format(action.reference.replace("-", " ").lower())

    assert "By its number" in _search(client, q=typed)
