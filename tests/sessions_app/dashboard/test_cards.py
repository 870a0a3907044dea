"""The cards of the staff home page: what waits, for whom, and every record once."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from html5lib import parse

from engagement_site.accounts.models import User
from sessions_app.actions.enums import ActionState
from sessions_app.models import AccommodationRequest, ListeningSession
from sessions_app.registrations.services import accommodations
from sessions_app.registrations.services.accommodations import AccommodationInput
from tests.builders import (
    build_action,
    build_feedback,
    build_organization,
    build_registration,
    build_session,
    build_staff,
)
from tests.sessions_app.answers import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

HOME = "/admin/"
NOTE = "She said that nobody answers the phone."
DAY = datetime.timedelta(days=1)
#: Two for each list on the page, of which one card has three; and those of the admin itself.
QUERIES = 48


def cards_of(answer):
    """Return the heading, the links and the text of each card on the home page."""
    tree = parse(answer.content.decode(), namespaceHTMLElements=False)
    return {
        " ".join("".join(card.find("h3").itertext()).split()): (
            [link.get("href") for link in card.iter("a")],
            " ".join("".join(card.itertext()).split()),
        )
        for card in tree.iter("section")
        if "bo-card" in (card.get("class") or "")
    }


@pytest.fixture
def gone(db):
    return build_staff("Manager", agency="CRCL", first_name="Gone", last_name="Since-May")


@pytest.fixture
def left(gone):
    """Return an action, a request and a session of somebody whose account is deactivated."""
    session = build_session(title="Left session", host=gone)
    registration = build_registration(
        build_session(title="Evening"), accommodations=[AccommodationInput(kind="asl")]
    )
    request = registration.accommodation_requests.get()
    AccommodationRequest.objects.filter(pk=request.pk).update(assignee=gone)
    action = build_action(
        title="Left action", owner=gone, state=ActionState.ACCEPTED, due_on="2020-01-01"
    )
    # Not open, and not to come: nobody has to take these.
    build_action(title="Done action", owner=gone, state=ActionState.VERIFIED)
    build_session(title="Held session", host=gone, state="published")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    return action, request, session


LEFT = "Work of people whose account is deactivated 3"


def test_manager_hands_over_what_somebody_left_behind(manager_client, manager, left):
    action, request, session = left

    links, words = cards_of(manager_client.get(HOME))[LEFT]

    hand_over = [
        reverse("followupaction:edit", args=[action.pk]),
        reverse("accommodationrequest:move", args=[request.pk, "assign"]),
        reverse("listeningsession:edit", args=[session.pk]),
    ]
    assert [url for url in links if "/edit/" in url or "/move/" in url] == hand_over
    for url in links:
        assert manager_client.get(url).status_code == 200, url
    for name in ("Left action", "Overdue", "Evening", "Left session", "account deactivated"):
        assert name in words
    assert "Done action" not in words
    assert "Held session" not in words
    registers = [url for url in links if "?" in url]
    shown = [list(manager_client.get(url).context["object_list"]) for url in registers]
    assert shown == [[action], [request], [session]]

    # Until somebody else has them.
    action.owner = manager
    action.save()
    ListeningSession.objects.filter(pk=session.pk).update(host=manager)
    accommodations.assign(request=request, assignee=manager, due_on=request.due_on, by=manager)
    assert not [heading for heading in cards_of(manager_client.get(HOME)) if "deact" in heading]


@pytest.mark.parametrize("role", ["officer", "analyst", "auditor", "owner"])
def test_nobody_but_a_manager_hands_over(request, signed_in, left, role):
    headings = cards_of(signed_in(request.getfixturevalue(role)).get(HOME))

    assert not [heading for heading in headings if "deactivated" in heading]


def test_session_to_come_without_a_host_asks_for_another(officer_client, gone):
    session = build_session(starts_at=timezone.now() + 3 * DAY, host=gone)
    User.objects.filter(pk=gone.pk).update(is_active=False)

    links, words = cards_of(officer_client.get(HOME))["Sessions in the next two weeks 1"]

    assert "The host’s account is deactivated" in words
    assert reverse("listeningsession:edit", args=[session.pk]) in links


def test_approvals_and_sessions_to_close_out_wait_for_those_who_run_sessions(
    signed_in, officer, analyst
):
    asks = build_session(title="By approval", approval_required=True)
    for _number in range(2):
        build_registration(asks)
    over = build_session(title="Last week", starts_at=timezone.now() - 7 * DAY)
    build_session(title="Closed", starts_at=timezone.now() - 7 * DAY, state="held")

    cards = cards_of(signed_in(officer).get(HOME))

    links, words = cards["Registrations to approve 2"]
    assert links[0] == reverse("listeningsession:approvals", args=[asks.pk])
    assert "By approval" in words
    assert "2 registrations" in words
    links, words = cards["Sessions to close out 1"]
    assert links[0] == reverse("listeningsession:close_out", args=[over.pk])
    assert "Closed" not in words
    listed = signed_in(officer).get(links[1]).context["object_list"]
    assert list(listed) == [over]
    headings = " ".join(cards_of(signed_in(analyst).get(HOME)))
    assert "approve" not in headings
    assert "close out" not in headings


def test_new_items_are_shown_by_their_words(officer_client):
    item = build_feedback(private_note=NOTE)
    build_feedback(public_summary="Fear of calling.")

    _links, words = cards_of(officer_client.get(HOME))["New concerns and suggestions 2"]

    assert NOTE in words
    assert "Fear of calling." in words
    assert item.reference not in words


def test_private_words_are_for_those_who_may_read_them(signed_in, officer, analyst, owner):
    build_feedback(private_note=NOTE)
    build_feedback(private_note=NOTE, state="in_review", public_summary="Nobody answers.")

    assert NOTE in text_of(signed_in(officer).get(HOME))
    for user in (analyst, owner):
        page = text_of(signed_in(user).get(HOME))
        assert NOTE not in page
        assert "Nobody answers." not in page


def test_summaries_to_approve_are_those_that_somebody_has_reviewed(officer_client):
    waiting = build_feedback(state="accepted", public_summary="Nobody answers.")
    build_feedback(state="accepted")
    build_feedback(state="new", public_summary="Too new.")
    build_feedback(state="accepted", public_summary="Approved.", summary_approved_at=timezone.now())

    links, words = cards_of(officer_client.get(HOME))["Summaries to approve 1"]

    assert "Nobody answers." in words
    assert list(officer_client.get(links[-1]).context["object_list"]) == [waiting]


def test_every_action_is_shown_once(signed_in, manager, left):
    left_action, _request, _session = left
    long_ago = timezone.now() - 90 * DAY
    started = {"state": ActionState.IN_PROGRESS}
    mine = build_action(owner=manager, due_on="2020-01-01", last_update_at=long_ago, **started)
    overdue = build_action(due_on="2020-01-01", last_update_at=long_ago, **started)
    silent = build_action(due_on=None, last_update_at=long_ago, **started)

    answer = signed_in(manager).get(HOME)

    page = answer.content.decode()
    for action in (left_action, mine, overdue, silent):
        assert page.count(f'href="{reverse("followupaction:inspect", args=[action.pk])}"') == 1
    cards = cards_of(answer)
    # The figure is that of the register behind the link.
    assert overdue.title in cards["Overdue actions 3"][1]
    assert silent.title in cards["Actions without an update in 60 days 3"][1]
    assert "Overdue" not in cards["Actions without an update in 60 days 3"][1]


def test_cards_whose_rows_are_above_say_so(signed_in, manager):
    build_action(owner=manager, due_on="2020-01-01", state=ActionState.IN_PROGRESS)

    cards = cards_of(signed_in(manager).get(HOME))

    assert "All of them are in a list above." in cards["Overdue actions 1"][1]


def test_heading_is_the_name_of_the_site(signed_in, manager, editor):
    for user in (manager, editor):
        tree = parse(signed_in(user).get(HOME).content.decode(), namespaceHTMLElements=False)
        heading = " ".join("".join(tree.find(".//h1").itertext()).split())
        assert heading == "Community engagement"


def test_editor_is_not_told_that_nothing_waits(signed_in, editor):
    page = text_of(signed_in(editor).get(HOME))

    assert "What needs your attention today?" not in page
    assert "You are all caught up." not in page
    assert "Pages that you work on, and pages that wait for your review, are listed here." in page


def work_for_everybody(manager, gone, number):
    build_action(owner=manager, state=ActionState.IN_PROGRESS)
    build_action(owner=gone, state=ActionState.IN_PROGRESS)
    build_action(due_on="2020-01-01", state=ActionState.IN_PROGRESS)
    build_action(last_update_at=timezone.now() - 90 * DAY, state=ActionState.IN_PROGRESS)
    soon = build_session(starts_at=timezone.now() + 3 * DAY, host=gone)
    request = build_registration(
        soon, accommodations=[AccommodationInput(kind="asl"), AccommodationInput(kind="cart")]
    ).accommodation_requests.first()
    AccommodationRequest.objects.filter(pk=request.pk).update(assignee=gone)
    build_session(host=gone)
    build_session(starts_at=timezone.now() - 7 * DAY)
    build_registration(build_session(approval_required=True))
    build_organization(name=f"Zebra Society {number}")
    build_organization(
        verification="verified",
        verified_on=timezone.localdate(),
        verification_due_on=timezone.localdate() + 5 * DAY,
    )
    build_feedback()
    build_feedback(state="accepted", public_summary="Nobody answers.")


@pytest.mark.parametrize("count", [1, 3, 8])
def test_home_asks_the_database_the_same_number_of_times(
    manager_client, manager, gone, django_assert_num_queries, count
):
    for number in range(count):
        work_for_everybody(manager, gone, number)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    manager_client.get(HOME)  # warm the process-wide caches

    with django_assert_num_queries(QUERIES):
        answer = manager_client.get(HOME)

    assert len(cards_of(answer)) == 12


def test_nothing_to_do_is_said(officer_client):
    page = text_of(officer_client.get("/admin/"))

    assert "You are all caught up." in page
    assert "No sessions in the next two weeks." in page


def test_own_actions_link_to_the_open_ones(officer_client, officer):
    mine = build_action(owner=officer, state="in_progress")
    build_action(owner=officer, state="verified", outcome="Done.")

    links, _words = cards_of(officer_client.get(HOME))["My actions 1"]

    assert list(officer_client.get(links[-1]).context["object_list"]) == [mine]
