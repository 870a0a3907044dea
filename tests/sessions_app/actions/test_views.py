import datetime
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from sessions_app.core.references import make_reference
from sessions_app.models import ActionEvidence, ActionLink, ActionUpdate, Agency
from tests.builders import (
    build_action,
    build_feedback,
    build_organization,
    build_program,
    build_public_feedback,
    build_session,
)
from tests.sessions_app.answers import text_of

pytestmark = pytest.mark.django_db


def build_update(action, text: str, **values: object) -> ActionUpdate:
    values = {"from_state": action.state, "to_state": action.state, "is_public": True, **values}
    return ActionUpdate.objects.create(action=action, text=text, **values)


def titles(response) -> list[str]:
    return [entry.action.title for entry in response.context["entries"]]


def test_tracker_tells_who_does_what_by_when_and_why(client):
    action = build_action(
        title="Shorten the wait",
        is_public=True,
        state="in_progress",
        due_on=datetime.date(2090, 5, 4),
    )
    for summary in ("People wait too long.", "Nobody answers the phone."):
        ActionLink.objects.create(
            action=action, feedback_item=build_public_feedback(public_summary=summary)
        )
    build_update(action, "Begun.", at=datetime.datetime(2026, 2, 3, 17, tzinfo=datetime.UTC))

    page = client.get("/follow-ups/").content.decode()

    for words in (
        "1 follow-up action",
        "Shorten the wait",
        action.reference,
        "In progress",
        "Led by ICE",
        "People wait too long.",
        "And 1 more point.",
        "May 4, 2090",
        "Feb. 3, 2026",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    "query", ["state=blocked", "program=wanted", "agency=CBP", "q=interpreters"]
)
def test_tracker_narrows_by_each_filter(client, query):
    build_action(
        title="More interpreters",
        state="blocked",
        program=build_program(slug="wanted"),
        lead_agency=Agency.objects.get(abbreviation="CBP"),
        is_public=True,
    )
    build_action(title="Another", is_public=True)

    assert titles(client.get(f"/follow-ups/?{query}")) == ["More interpreters"]


def test_tracker_finds_a_reference_as_people_write_it(client):
    action = build_action(is_public=True)
    build_action(is_public=True)

    written = action.reference.lower().replace("-", " ")

    assert titles(client.get("/follow-ups/", {"q": written})) == [action.title]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"due_on": datetime.date(2020, 1, 1)}, "Overdue: the due date has passed"),
        (
            {"last_update_at": timezone.now() - datetime.timedelta(days=61)},
            "No update in more than 60 days",
        ),
    ],
)
@pytest.mark.parametrize(("state", "is_late"), [("accepted", True), ("completed", False)])
def test_late_is_said_in_words_while_something_is_owed(client, values, words, state, is_late):
    action = build_action(is_public=True, state=state, **values)

    assert (words in client.get("/follow-ups/").content.decode()) == is_late
    assert (words in client.get(action.get_absolute_url()).content.decode()) == is_late


def test_declined_actions_stand_with_their_reason(client):
    build_action(
        title="Count by county", state="declined", state_reason="No such data.", is_public=True
    )

    page = text_of(client.get("/follow-ups/?state=declined"))

    assert "Count by county" in page
    assert "Why: No such data." in page
    ledger = text_of(client.get("/follow-ups/not-done/"))
    assert "1 follow-up action was proposed and then declined." in ledger


def test_tracker_says_why_it_is_empty(client):
    assert b"No follow-up action has been published yet" in client.get("/follow-ups/").content
    assert b"No results match these filters" in client.get("/follow-ups/?q=x").content


@pytest.mark.parametrize("rows", [1, 10])
def test_tracker_asks_the_database_the_same_number_of_times(
    client, rows, django_assert_num_queries
):
    for _ in range(rows):
        action = build_action(is_public=True)
        ActionLink.objects.create(action=action, feedback_item=build_public_feedback())
        build_action(is_public=True, state="declined", state_reason="No.")

    with django_assert_num_queries(9):
        client.get("/follow-ups/")


@pytest.mark.parametrize("rows", [1, 10])
def test_story_asks_the_database_the_same_number_of_times(client, rows, django_assert_num_queries):
    action = build_action(is_public=True)
    for number in range(rows):
        item = build_public_feedback(
            organization=build_organization(), listening_session=build_session()
        )
        ActionLink.objects.create(action=action, feedback_item=item)
        update = build_update(action, f"Step {number}")
        ActionEvidence.objects.create(update=update, name=f"Proof {number}.txt")

    with django_assert_num_queries(9):
        client.get(action.get_absolute_url())


def test_story_runs_from_what_was_heard_to_what_came_of_it(client):
    session = build_session(title="Winter session", state="published")
    action = build_action(
        title="Shorten the wait",
        description="Two more people answer.",
        outcome="The wait is two days.",
        state="completed",
        is_public=True,
    )
    item = build_public_feedback(
        listening_session=session,
        organization=build_organization(name="Lakeside Legal Aid"),
        attribution="named",
        public_summary="People wait too long.",
    )
    ActionLink.objects.create(action=action, feedback_item=item)
    now = timezone.now()
    build_update(action, "Both began work.", at=now, to_state="completed", from_state="accepted")
    build_update(
        action,
        "We looked for people.",
        at=now - datetime.timedelta(days=3),
        revised_due_on=datetime.date(2090, 1, 1),
        due_reason="Nobody applied.",
    )

    page = client.get(action.get_absolute_url()).content.decode()
    page = page[page.index("<h1") :]

    order = [
        page.index(words)
        for words in (
            "What we heard",
            "People wait too long.",
            "Lakeside Legal Aid",
            "Winter session",
            "What we promised",
            "Two more people answer.",
            "What happened",
            "We looked for people.",
            "Nobody applied.",
            "Both began work.",
            "The wait is two days.",
        )
    ]
    assert order == sorted(order)


def test_nothing_private_is_on_the_tracker_the_story_or_the_feed(client):
    hidden = build_session(title="Secret session", visibility="unlisted")
    draft = build_session(title="Secret draft", state="draft")
    action = build_action(title="Public promise", is_public=True)
    for values in (
        {"listening_session": hidden, "attribution": "none", "public_summary": "Said openly."},
        {"listening_session": draft, "attribution": "none", "public_summary": "Said too."},
    ):
        item = build_public_feedback(private_note="Secret note", **values)
        ActionLink.objects.create(action=action, feedback_item=item)
    unapproved = build_feedback(public_summary="Secret summary")
    ActionLink.objects.create(action=action, feedback_item=unapproved, note="Secret link note")
    other = build_action(is_public=True)
    ActionLink.objects.create(action=other, feedback_item=unapproved)
    build_update(action, "Secret update", is_public=False)
    private = build_action(title="Secret action", state="declined", state_reason="Secret reason")
    build_update(private, "Secret public update")

    pages = [
        client.get(url).content.decode()
        for url in ("/follow-ups/", action.get_absolute_url(), "/follow-ups/feed.atom")
    ]

    assert "Said openly." in pages[1]
    assert not [page for page in pages if "ecret" in page]
    assert client.get(private.get_absolute_url()).status_code == 404


def test_day_of_a_private_update_is_not_told(client):
    action = build_action(is_public=True)
    build_update(action, "Quiet.", is_public=False)

    assert b"No update yet" in client.get("/follow-ups/").content
    assert b"There is no public update yet." in client.get(action.get_absolute_url()).content


def test_mistyped_reference_leads_to_the_right_one(client):
    action = build_action(is_public=True)
    written = action.reference.lower().replace("-", "")

    response = client.get(f"/follow-ups/{written}/")

    assert (response.status_code, response["Location"]) == (301, action.get_absolute_url())


def test_unknown_reference_is_explained(client):
    nowhere = client.get(f"/follow-ups/{make_reference('FA', year=2026)}/")
    misspelt = client.get("/follow-ups/FA-26-7K4MQ2-0/")

    assert (nowhere.status_code, misspelt.status_code) == (404, 404)
    assert b"no public follow-up action has it" in nowhere.content
    assert b"One letter or number in yours" in misspelt.content


def test_feed_tells_the_latest_public_updates(client):
    action = build_action(title="Shorten the wait", is_public=True, state="accepted")
    update = build_update(action, "We looked for <people>.")

    response = client.get("/follow-ups/feed.atom")

    assert response["Content-Type"].startswith("application/atom+xml")
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring(response.content)
    entries = feed.findall(f"{atom}entry")
    address = f"https://engagement.example/follow-ups/{action.reference}/#update-{update.pk}"
    assert [entry.findtext(f"{atom}title") for entry in entries] == ["Shorten the wait (Accepted)"]
    assert entries[0].findtext(f"{atom}summary") == "We looked for <people>."
    assert entries[0].find(f"{atom}link").get("href") == address
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{atom}link")}
    assert links["self"] == "https://engagement.example/follow-ups/feed.atom"
