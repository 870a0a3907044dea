import datetime
import json
import re

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

from sessions_app.core.views import paging
from sessions_app.models import ActionLink, AgendaItem, Language, ListeningSession, SessionMaterial
from tests.builders import (
    build_action,
    build_feedback,
    build_organization,
    build_program,
    build_public_feedback,
    build_registration,
    build_session,
    build_venue,
)
from tests.home.page_builders import build_program_page

pytestmark = pytest.mark.django_db
UTC = datetime.UTC


def titles(response) -> list[str]:
    return [session.title for session, _status in response.context["entries"]]


def test_list_shows_what_is_to_come_the_next_first(client):
    soon = timezone.now() + datetime.timedelta(days=2)
    build_session(title="Later")
    build_session(title="Sooner", starts_at=soon)
    build_session(title="Gone", starts_at=timezone.now() - datetime.timedelta(days=9))

    assert titles(client.get("/sessions/")) == ["Sooner", "Later"]
    assert titles(client.get("/sessions/?when=past")) == ["Gone"]


@pytest.mark.parametrize(
    "query",
    ["program=wanted", "state=AZ", "format=virtual", "language=es", "q=FINGERPRINT"],
)
def test_list_narrows_by_each_filter(client, query):
    wanted = build_session(
        title="About fingerprints",
        program=build_program(slug="wanted"),
        format="virtual",
        venue=build_venue(state="AZ"),
    )
    wanted.languages.add(Language.objects.get(code="es"))
    build_session(title="Another")

    assert titles(client.get(f"/sessions/?{query}")) == ["About fingerprints"]


def test_list_keeps_the_clock_of_the_place(client):
    start = datetime.datetime(2035, 3, 12, 1, 0, tzinfo=UTC)
    build_session(starts_at=start, time_zone="America/Los_Angeles")

    page = client.get("/sessions/").content.decode()

    assert "Sunday, March 11, 2035, 6 p.m." in page
    assert "8 p.m.</time>, Pacific time" in page
    assert 'datetime="2035-03-11T18:00:00-07:00"' in page


def test_list_says_why_it_is_empty(client):
    assert b"No sessions are scheduled right now" in client.get("/sessions/").content
    assert b"No session has been held yet" in client.get("/sessions/?when=past").content
    assert b"No sessions match these filters" in client.get("/sessions/?q=nothing").content


def test_list_with_a_value_that_is_no_choice_leaves_it_out_and_shows_all(client):
    build_session(title="Still here")

    response = client.get("/sessions/?format=telepathy")

    assert titles(response) == ["Still here"]
    assert b"<title>Error: " not in response.content
    assert b"usa-error-message" not in response.content
    assert response.context["is_filtered"] is False


def test_list_pages_and_keeps_the_filters(client, monkeypatch):
    monkeypatch.setattr(paging, "PAGE_SIZE", 2)
    program = build_program(slug="many")
    for _ in range(3):
        build_session(program=program)

    response = client.get("/sessions/?program=many&page=2")

    assert len(titles(response)) == 1
    assert b"program=many&amp;page=1" in response.content
    assert b"3 sessions" in response.content


def test_list_stops_counting_at_the_cap(client, monkeypatch):
    monkeypatch.setattr(paging, "COUNTED", 2)
    for _ in range(4):
        build_session()

    assert b"More than 2 sessions" in client.get("/sessions/").content


@pytest.mark.parametrize("rows", [1, 10])
def test_list_asks_the_database_the_same_number_of_times(client, rows, django_assert_num_queries):
    for _ in range(rows):
        build_session().languages.add(Language.objects.get(code="es"))

    with django_assert_num_queries(8):
        client.get("/sessions/")


def test_hidden_sessions_are_nowhere_in_the_list(client):
    build_session(title="Secret draft", state="draft")
    build_session(title="Secret guests", visibility="invitation")
    build_session(title="Secret unlisted", visibility="unlisted")

    page = client.get("/sessions/").content + client.get("/sessions/?q=Secret").content

    assert b"Secret draft" not in page
    assert b"Secret guests" not in page
    assert b"Secret unlisted" not in page


@pytest.mark.parametrize("path", ["", "register/", "calendar.ics"])
@pytest.mark.parametrize(
    "values", [{"state": "draft"}, {"visibility": "invitation"}, {"visibility": "unlisted"}]
)
def test_only_an_unlisted_session_opens_by_its_address(client, values, path):
    session = build_session(**values)

    response = client.get(f"{session.get_absolute_url()}{path}")

    assert response.status_code == (200 if "unlisted" in values.values() else 404)


def test_detail_tells_all_that_one_needs_to_come(client):
    venue = build_venue(name="Town Library", accessibility_notes="Elevator at the back.")
    session = build_session(
        venue=venue,
        capacities={"in_person": 12, "virtual": None},
        accommodation_lead_days=5,
        seats_per_organization=3,
    )
    session.languages.add(Language.objects.get(code="vi"))
    AgendaItem.objects.create(listening_session=session, title="Open floor")
    build_program_page(program=session.program)

    page = client.get(session.get_absolute_url()).content.decode()

    for words in (
        "Town Library",
        "Elevator at the back.",
        "In person: 12 seats left",
        "Online, by video or phone",
        "Organizations on our list have 3 seats each.",
        "at least 5 days before",
        "Vietnamese",
        "Open floor",
        "we may name the organization that said it",
        f"/sessions/{session.slug}/register/",
        f"/sessions/{session.slug}/calendar.ics",
        f"/programs/{session.program.slug}/",
    ):
        assert words in page, words


def test_cancelled_session_offers_no_calendar_entry_and_no_way_to_take_part(client):
    session = build_session(format="hybrid")
    link = f"/sessions/{session.slug}/calendar.ics".encode()
    assert link in client.get(session.get_absolute_url()).content

    ListeningSession.objects.update(state="cancelled", state_reason="The hall burned.")

    page = client.get(session.get_absolute_url()).content
    assert link not in page
    assert b"You can also take part online" not in page


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"state": "cancelled", "state_reason": "The hall burned."}, "The hall burned."),
        ({"state": "postponed", "state_reason": "The speaker is ill."}, "when there is a new date"),
        ({"state": "held"}, "Over"),
        (
            {"registration_opens_at": datetime.datetime(2090, 1, 1, 18, tzinfo=UTC)},
            "Registration opens on Jan. 1, 2090 at noon, Central time",
        ),
        (
            {"registration_closes_at": datetime.datetime(2020, 1, 1, 18, tzinfo=UTC)},
            "Registration closed on Jan. 1, 2020 at noon, Central time",
        ),
        (
            {"capacities": {"in_person": 0, "virtual": 0}, "waitlist_mode": "none"},
            "has no waitlist",
        ),
    ],
)
def test_detail_says_honestly_why_nobody_can_register(client, values, words):
    session = build_session(**values)

    page = client.get(session.get_absolute_url()).content.decode()

    assert words in page
    assert f"/sessions/{session.slug}/register/" not in page


def test_detail_of_a_full_session_offers_the_waitlist(client):
    session = build_session(capacities={"in_person": 0, "virtual": 0})

    page = client.get(session.get_absolute_url()).content

    assert b"Join the waitlist" in page
    assert b"In person: full, you would join the waitlist" in page


def test_detail_describes_the_event_for_search_engines(client):
    session = build_session(title="</script><b>Hello</b>", format="virtual", state="postponed")

    page = client.get(session.get_absolute_url()).content.decode()

    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1]
    data = json.loads(block)
    assert data["name"] == "</script><b>Hello</b>"
    assert data["eventStatus"] == "https://schema.org/EventPostponed"
    assert data["location"] == [
        {
            "@type": "VirtualLocation",
            "url": f"https://engagement.example/sessions/{session.slug}/",
        }
    ]
    assert data["startDate"] == session.local_start.isoformat()


def test_detail_shows_what_was_heard_once_the_notes_are_published(client):
    session = build_session(state="published", attribution_rule="organization_only")
    organization = build_organization(name="Lakeside Legal Aid")
    item = build_public_feedback(
        listening_session=session,
        organization=organization,
        attribution="named",
        public_summary="People wait too long.",
    )
    action = build_action(title="Shorten the wait", is_public=True)
    ActionLink.objects.create(action=action, feedback_item=item)

    page = client.get(session.get_absolute_url()).content.decode()

    assert "People wait too long." in page
    assert "Lakeside Legal Aid" in page
    assert "Shorten the wait" in page


def test_detail_never_names_a_source_when_the_session_is_not_attributed(client):
    session = build_session(state="published", attribution_rule="not_attributed")
    build_public_feedback(
        listening_session=session,
        organization=build_organization(name="Lakeside Legal Aid"),
        attribution="named",
    )

    page = client.get(session.get_absolute_url()).content

    assert b"A participant" in page
    assert b"Lakeside Legal Aid" not in page


@pytest.mark.parametrize("state", ["scheduled", "held", "in_review", "published"])
def test_detail_leaks_nothing_that_is_private(client, state):
    session = build_session(join_link="https://meet.example/secret-room")
    build_registration(session, name="Secret Registrant", people=1, email="secret@example.org")
    session.state = state
    session.save()
    build_feedback(
        listening_session=session, private_note="Secret note.", public_summary="Secret draft."
    )
    build_public_feedback(listening_session=session, private_note="Secret verbatim.")
    private = build_action(title="Secret action")
    item = build_public_feedback(listening_session=session, was_split=True, public_summary="Secret")
    ActionLink.objects.create(action=private, feedback_item=item)

    page = client.get(session.get_absolute_url()).content
    page += client.get(f"{session.get_absolute_url()}calendar.ics").content

    assert b"ecret" not in page
    assert b"Attendee" not in page


def test_detail_before_publication_shows_no_approved_summary(client):
    session = build_session(state="in_review")
    build_public_feedback(listening_session=session, public_summary="Approved, not published.")

    assert b"Approved, not published." not in client.get(session.get_absolute_url()).content


def test_detail_lists_open_documents_and_no_closed_ones(client):
    session = build_session()
    closed = Collection.get_first_root_node().add_child(name="Staff only")
    below = closed.add_child(name="Drafts")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    for title, collection in (("Open agenda", None), ("Hidden", closed), ("Deep", below)):
        values = {"collection": collection} if collection else {}
        document = Document.objects.create(
            title=title, file=ContentFile(b"words", name="a.txt"), **values
        )
        SessionMaterial.objects.create(listening_session=session, title=title, document=document)

    page = client.get(session.get_absolute_url()).content

    assert b"Open agenda" in page
    assert b"Hidden" not in page
    assert b"Deep" not in page


@pytest.mark.parametrize("rows", [1, 10])
def test_detail_asks_the_database_the_same_number_of_times(client, rows, django_assert_num_queries):
    session = build_session(state="published")
    for number in range(rows):
        AgendaItem.objects.create(listening_session=session, title=f"Item {number}")
        document = Document.objects.create(
            title=f"Paper {number}", file=ContentFile(b"words", name="a.txt")
        )
        SessionMaterial.objects.create(listening_session=session, title="Paper", document=document)
        session.languages.add(Language.objects.all()[number])
        item = build_public_feedback(listening_session=session, organization=build_organization())
        action = build_action(is_public=True)
        ActionLink.objects.create(action=action, feedback_item=item)

    with django_assert_num_queries(10):
        client.get(session.get_absolute_url())


def test_calendar_is_a_file_that_is_not_sent_twice(client):
    session = build_session(slug="open-house")
    url = "/sessions/open-house/calendar.ics"

    first = client.get(url)

    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["Content-Disposition"] == 'attachment; filename="open-house.ics"'
    assert f"UID:{session.ical_uid}" in first.content.decode()
    same = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    since = client.get(url, headers={"If-Modified-Since": first["Last-Modified"]})
    assert since.status_code == 304
    session.title = "Another title"
    session.save()
    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("path", ["/sessions/nowhere/", "/sessions/nowhere/register/"])
def test_unknown_session_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_nothing_is_changed_by_posting_to_a_page_that_only_reads(client):
    assert client.post("/sessions/").status_code == 405


def test_page_leads_to_itself_in_the_other_language_with_what_was_asked(client):
    english = client.get("/sessions/?when=past").content.decode()
    spanish = client.get("/es/sessions/?when=past").content.decode()

    assert '<a href="/es/sessions/?when=past" lang="es" hreflang="es">Español</a>' in english
    assert '<a href="/sessions/?when=past" lang="en" hreflang="en">English</a>' in spanish


def test_form_that_came_back_has_no_link_that_would_lose_its_words(client):
    session = build_session()

    page = client.post(f"/sessions/{session.slug}/register/", {"name": "Ana"}).content.decode()

    assert "hreflang" not in page
