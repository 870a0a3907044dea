"""An action is replaced by another, which can take over its links."""

import pytest
from django.urls import reverse

from sessions_app.actions import services as actions
from sessions_app.core.errors import (
    EngagementError,
    ReasonRequiredError,
    TransitionNotAllowedError,
)
from sessions_app.models import ActionLink, FollowUpAction
from tests.builders import build_action, build_feedback, build_program
from tests.sessions_app.answers import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def supersede(action, successor, by, **values):
    values.setdefault("reason", "One is enough.")
    return actions.supersede(action=action, successor=successor, by=by, **values)


def test_replaced_action_says_by_what_and_why(officer):
    action, successor = build_action(state="in_progress"), build_action()

    supersede(action, successor, officer)

    action.refresh_from_db()
    assert (action.state, action.superseded_by) == ("superseded", successor)
    assert (action.state_reason, action.public_due_on) == ("One is enough.", None)
    assert action.updates.get().text == "One is enough."


@pytest.mark.parametrize("state", ["completed", "verified", "declined"])
def test_only_an_open_action_is_replaced(officer, state):
    action = build_action(state=state, state_reason="No." if state == "declined" else "")

    with pytest.raises(TransitionNotAllowedError):
        supersede(action, build_action(), officer)


def test_reason_is_needed(officer):
    with pytest.raises(ReasonRequiredError):
        supersede(build_action(), build_action(), officer, reason=" ")


def test_there_is_no_cycle(officer):
    one, two, three = (build_action() for _number in range(3))
    supersede(one, two, officer)
    supersede(two, three, officer)

    for successor in (one, two, three):
        with pytest.raises(EngagementError):
            supersede(three, successor, officer)


def test_only_the_chosen_links_are_carried_over_and_none_is_lost(officer):
    action, successor = build_action(), build_action()
    links = [
        ActionLink.objects.create(
            action=action, feedback_item=build_feedback(), relation="partly", note=f"Note {number}"
        )
        for number in range(3)
    ]
    known = ActionLink.objects.create(
        action=successor, feedback_item=links[0].feedback_item, note="Its own"
    )
    elsewhere = ActionLink.objects.create(action=build_action(), feedback_item=build_feedback())

    supersede(action, successor, officer, carried_over=[links[0], links[1], elsewhere])

    assert action.feedback_links.count() == 3
    carried = successor.feedback_links.exclude(pk=known.pk).get()
    assert carried.feedback_item == links[1].feedback_item
    assert (carried.relation, carried.note) == ("partly", "Note 1")
    known.refresh_from_db()
    assert known.note == "Its own"


@pytest.mark.parametrize("state", ["proposed", "accepted", "in_progress", "blocked"])
def test_restored_action_is_what_it_was(officer, state):
    action = build_action(state=state)
    supersede(action, build_action(), officer)

    actions.restore(action=action, reason="It goes on.", by=officer)

    action.refresh_from_db()
    assert (action.state, action.superseded_by, action.state_reason) == (state, None, "")


@pytest.mark.parametrize("is_public", [True, False])
def test_public_page_leads_to_the_successor_if_it_is_public(client, officer, is_public):
    action = build_action(is_public=True, state="accepted")
    successor = build_action(title="Do it better", is_public=is_public)
    supersede(action, successor, officer)

    answer = client.get(action.get_absolute_url())

    page = text_of(answer)
    assert "Replaced by another action" in page
    assert "One is enough." in page
    assert ("Do it better" in page) == is_public
    assert (successor.reference in answer.content.decode()) == is_public
    assert "Was due" not in page


def test_screen_searches_previews_and_replaces(officer_client):
    program = build_program()
    action = build_action(program=program)
    successor = build_action(program=program, title="Do it better")
    link = ActionLink.objects.create(
        action=action, feedback_item=build_feedback(public_summary="The poster is in English.")
    )
    url = reverse("followupaction:supersede", args=[action.pk])
    assert officer_client.get(url, {"q": "better"}).context["found"] == [successor]

    preview = officer_client.get(url, {"by": successor.pk})
    assert "The poster is in English. (Addresses)" in text_of(preview)
    assert FollowUpAction.objects.get(pk=action.pk).state == "proposed"
    officer_client.post(
        url, {"by": successor.pk, "reason": "One is enough.", "carried_over": [link.pk]}
    )

    assert FollowUpAction.objects.get(pk=action.pk).superseded_by == successor
    assert successor.feedback_links.get().feedback_item == link.feedback_item


def test_screen_asks_for_a_successor(officer_client):
    action = build_action()

    page = officer_client.post(
        reverse("followupaction:supersede", args=[action.pk]), {"reason": "One is enough."}
    )

    assert "Choose the action that replaces this one." in text_of(page)
