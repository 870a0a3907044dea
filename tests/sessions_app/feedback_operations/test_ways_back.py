"""Staff pages that take back the end of a feedback item, and what the public then reads."""

import pytest
from django.urls import reverse

from sessions_app.actions import services as actions
from sessions_app.actions.enums import LinkRelation
from sessions_app.feedback.enums import FEEDBACK_STATES_WITH_REASON, FeedbackState
from sessions_app.feedback.selectors.lineage import family_of
from sessions_app.feedback.services import feedback, ways_back
from tests.builders import (
    build_action,
    build_feedback,
    build_public_feedback,
    build_session,
    build_user,
)
from tests.sessions_app.answers import errors_of, text_of

pytestmark = pytest.mark.django_db


def offered(client, item):
    page = client.get(reverse("feedbackitem:inspect", args=[item.pk]))
    prefix = reverse("feedbackitem:move", args=[item.pk, "x"]).removesuffix("x/")
    urls = [each["url"] for each in page.context["transitions"]]
    return {url.removeprefix(prefix).strip("/") for url in urls if url.startswith(prefix)}


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        ("closed", {"assign", "reopen", "route"}),
        ("declined", {"assign", "reopen", "route"}),
        ("outside_authority", {"assign", "reopen", "route"}),
        ("duplicate", {"assign", "not-duplicate", "route"}),
        ("answered", {"assign", "close", "route"}),
        ("routed", set()),
    ],
)
def test_page_offers_the_way_back_of_its_state(officer_client, state, moves):
    reason = "Because." if state in FEEDBACK_STATES_WITH_REASON else ""

    assert offered(officer_client, build_feedback(state=state, state_reason=reason)) == moves


def test_reopening_asks_why_and_names_the_actions_that_still_say_no(officer_client, officer):
    item = build_feedback(state="declined", state_reason="No.")
    says_no, says_yes = build_action(title="Count by county"), build_action(title="Print it")
    actions.link_feedback(
        action=says_no, item=item, relation=LinkRelation.DECLINED, note="No data.", by=officer
    )
    actions.link_feedback(action=says_yes, item=item, by=officer)
    url = reverse("feedbackitem:move", args=[item.pk, "reopen"])

    page = text_of(officer_client.get(url))
    answer = officer_client.post(url, {"reason": " "})

    assert "Check before you continue" in page
    assert f"{says_no.reference}, “Count by county”, still declines this item." in page
    assert says_yes.reference not in page
    assert errors_of(answer) == {"reason": ["Enter the reason."]}
    assert officer_client.post(url, {"reason": "The law changed."}).status_code == 302
    item.refresh_from_db()
    assert (item.state, item.state_reason) == (FeedbackState.IN_REVIEW, "The law changed.")
    assert set(item.actions.all()) == {says_no, says_yes}


def test_duplicate_is_taken_back_by_its_button(officer_client, officer):
    original, item = build_feedback(), build_feedback(state="in_review")
    feedback.mark_duplicate(item=item, duplicate_of=original, reason="Same.", by=officer)
    url = reverse("feedbackitem:move", args=[item.pk, "not-duplicate"])

    assert errors_of(officer_client.post(url, {})) == {"reason": ["Enter the reason."]}
    officer_client.post(url, {"reason": "Another office."})

    item.refresh_from_db()
    assert (item.state, item.duplicate_of) == (FeedbackState.IN_REVIEW, None)
    assert family_of(item) == {item.pk}


def test_page_of_a_duplicate_leads_to_the_original(officer_client, officer):
    first, middle, last = build_feedback(), build_feedback(), build_feedback()
    feedback.mark_duplicate(item=first, duplicate_of=middle, reason="Same.", by=officer)
    feedback.mark_duplicate(item=middle, duplicate_of=last, reason="Same.", by=officer)

    page = officer_client.get(reverse("feedbackitem:inspect", args=[first.pk]))

    assert f"Repeats {middle}, which repeats {last}" in text_of(page)


@pytest.mark.parametrize("move", ["reopen", "not-duplicate"])
def test_auditor_takes_nothing_back(signed_in, auditor, move):
    state = "closed" if move == "reopen" else "duplicate"
    item = build_feedback(state=state, state_reason="Because.")
    client = signed_in(auditor)

    answer = client.post(reverse("feedbackitem:move", args=[item.pk, move]), {"reason": "Back."})

    assert answer.status_code in (302, 403, 404)
    item.refresh_from_db()
    assert item.state == state
    assert offered(client, item) == set()


def test_public_reads_the_reason_that_is_true_now(client):
    session = build_session(state="published")
    item = build_public_feedback(
        listening_session=session,
        public_summary="People wait too long.",
        state="declined",
        state_reason="We have no such data.",
    )
    assert "Declined: We have no such data." in text_of(client.get(session.get_absolute_url()))

    ways_back.reopen(item=item, reason="Now there is data.", by=build_user())

    page = text_of(client.get(session.get_absolute_url()))
    assert "People wait too long." in page
    assert "In review: Now there is data." in page
    assert "We have no such data." not in page


def test_item_that_is_no_duplicate_is_public_again(client):
    session = build_session(state="published")
    by = build_user()
    original = build_public_feedback(listening_session=session, public_summary="The first.")
    item = build_public_feedback(listening_session=session, public_summary="The second.")
    feedback.mark_duplicate(item=item, duplicate_of=original, reason="Same.", by=by)
    assert "The second." not in text_of(client.get(session.get_absolute_url()))

    ways_back.unmark_duplicate(item=item, reason="Another office.", by=by)

    page = text_of(client.get(session.get_absolute_url()))
    assert "The first." in page
    assert "The second." in page
