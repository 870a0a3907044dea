"""The board: columns with the first few actions, and the way to each step."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions_app.actions.enums import ActionState, DueWindow
from sessions_app.actions.selectors.board import CARDS
from sessions_app.models import FollowUpAction
from sessions_app.programs.models import Agency
from tests.builders import build_action, build_answer

pytestmark = [pytest.mark.django_db, pytest.mark.database]

#: A Wednesday.
TODAY = datetime.date(2026, 7, 15)


def columns(client, by):
    page = client.get(reverse("followupaction:board"), {"by": by})
    return {
        column["label"]: (column["count"], [card["action"] for card in column["cards"]])
        for column in page.context["columns"]
    }


def test_columns_by_state_hold_what_somebody_has_to_do(officer_client):
    proposed, completed = build_action(), build_action(state="completed")
    build_action(state="verified")

    found = columns(officer_client, "state")

    assert list(found) == ["Proposed", "Accepted", "In progress", "Blocked", "Completed"]
    assert found["Proposed"] == (1, [proposed])
    assert found["Completed"] == (1, [completed])


def test_columns_by_agency_count_open_actions(officer_client):
    cbp = Agency.objects.get(abbreviation="CBP")
    action = build_action(lead_agency=cbp)
    build_action(lead_agency=cbp, state="verified")

    assert columns(officer_client, "agency") == {cbp.name: (1, [action])}


def test_proposal_is_in_no_column_of_dates(officer_client):
    proposal = build_action(due_on="2020-01-01")
    late = build_action(due_on="2020-01-01", state="blocked")

    found = columns(officer_client, "due")

    assert found["Overdue"] == (1, [late])
    assert found["Proposed: no date promised"] == (1, [proposal])


@pytest.mark.parametrize(
    ("due_on", "window"),
    [
        ("2026-07-14", DueWindow.OVERDUE),
        ("2026-07-15", DueWindow.WEEK),
        ("2026-07-19", DueWindow.WEEK),
        ("2026-07-20", DueWindow.MONTH),
        ("2026-07-31", DueWindow.MONTH),
        ("2026-08-01", DueWindow.LATER),
        (None, DueWindow.NONE),
    ],
)
def test_each_date_is_in_one_window(due_on, window):
    build_action(due_on=due_on, state="accepted")

    found = [each for each in DueWindow if FollowUpAction.objects.due(each, today=TODAY).exists()]

    assert found == [window]


def test_week_that_reaches_into_the_next_month_leaves_no_gap():
    wednesday = datetime.date(2026, 7, 29)
    for day in range(-1, 40):
        build_action(due_on=wednesday + datetime.timedelta(days=day), state="accepted")

    found = [
        FollowUpAction.objects.due(window, today=wednesday).count()
        for window in (DueWindow.OVERDUE, DueWindow.WEEK, DueWindow.MONTH, DueWindow.LATER)
    ]

    assert found == [1, 5, 0, 35]


@pytest.mark.parametrize("by", ["state", "agency", "due"])
def test_column_is_bounded_and_leads_to_the_register(officer_client, by):
    soon = timezone.localdate() + datetime.timedelta(days=400)
    for _number in range(CARDS + 2):
        build_action(state="blocked", due_on=soon)

    page = officer_client.get(reverse("followupaction:board"), {"by": by})

    [column] = [each for each in page.context["columns"] if each["count"]]
    assert (column["count"], len(column["cards"]), column["more"]) == (CARDS + 2, CARDS, True)
    register = officer_client.get(column["url"])
    assert register.context["paginator"].count == CARDS + 2


@pytest.mark.parametrize("count", [1, 6])
@pytest.mark.parametrize("by", ["state", "agency", "due"])
def test_board_asks_the_database_the_same_number_of_times(
    officer_client, by, count, django_assert_max_num_queries
):
    for state in ActionState.values[:5]:
        for _number in range(count):
            build_action(state=state)
    officer_client.get(reverse("followupaction:board"), {"by": by})

    with django_assert_max_num_queries(26):
        officer_client.get(reverse("followupaction:board"), {"by": by})


def test_owner_sees_own_and_own_agencys_actions(signed_in, owner):
    cbp = Agency.objects.get(abbreviation="CBP")
    own = build_action(owner=owner, lead_agency=cbp, due_on="2090-01-01")
    of_agency = build_action(due_on="2090-01-02")
    build_action(lead_agency=cbp)

    client = signed_in(owner)

    assert columns(client, "state")["Proposed"] == (2, [own, of_agency])
    page = client.get(reverse("followupaction:board"))
    cards = page.context["columns"][0]["cards"]
    # Own actions move forward; the agency's are to read.
    assert [[value for value, _label in card["steps"]] for card in cards] == [
        ["accepted", "declined"],
        [],
    ]


@pytest.mark.parametrize(
    ("state", "to", "leads_to"),
    [
        ("proposed", "accepted", "answer/{pk}/"),
        ("proposed", "superseded", "supersede/{pk}/"),
        ("proposed", "declined", "update/{pk}/?to_state=declined"),
        ("accepted", "in_progress", "update/{pk}/?to_state=in_progress"),
        ("in_progress", "completed", "update/{pk}/?to_state=completed"),
        ("completed", "in_progress", "move/{pk}/return/"),
        ("verified", "in_progress", "move/{pk}/reopen/"),
        ("proposed", "verified", "inspect/{pk}/"),
    ],
)
def test_card_leads_to_the_page_that_asks_what_the_step_needs(officer_client, state, to, leads_to):
    action = build_action(state=state)

    answer = officer_client.get(reverse("followupaction:step", args=[action.pk]), {"to": to})

    assert answer["Location"].endswith(leads_to.format(pk=action.pk))
    assert FollowUpAction.objects.get(pk=action.pk).state == state


def test_form_begins_with_the_step_that_was_chosen(officer_client):
    action = build_action()
    build_answer(action)
    url = reverse("followupaction:update", args=[action.pk])

    form = officer_client.get(url, {"to_state": "accepted"}).context["form"]

    assert form["to_state"].value() == "accepted"


def test_completing_needs_an_outcome(officer_client):
    action = build_action(state="in_progress")
    url = reverse("followupaction:update", args=[action.pk])

    page = officer_client.post(url, {"text": "Done.", "to_state": "completed"})
    assert page.context["form"].errors["outcome"] == ["Enter the outcome. The public can read it."]
    officer_client.post(
        url, {"text": "Done.", "to_state": "completed", "outcome": "The notice hangs everywhere."}
    )

    action.refresh_from_db()
    assert (action.state, action.outcome) == ("completed", "The notice hangs everywhere.")
