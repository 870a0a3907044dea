"""A proposed action is no promise: nobody is told a date for it, and it cannot be overdue."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from sessions_app.actions import services as actions
from sessions_app.actions.enums import ActionState
from sessions_app.models import ActionLink, FollowUpAction, OutboxMessage
from tests.builders import build_action, build_answer, build_feedback, build_program, build_user
from tests.sessions_app.answers import text_of

pytestmark = pytest.mark.django_db

DUE = datetime.date(2090, 5, 4)
LONG_AGO = datetime.date(2020, 1, 1)
DATES = ("May 4, 2090", "2090-05-04", "4 de mayo de 2090", "Jan. 1, 2020", "June 6, 2091")
PROMISED = ("promised", "Was due", "by this day at the latest", "Overdue")


@pytest.fixture(params=[DUE, LONG_AGO])
def proposal(request, officer):
    """Return a public proposal with a date, which an update has once moved."""
    action = build_action(
        title="Shorten the wait", is_public=True, due_on=request.param, description="Hire two."
    )
    actions.post_update(
        action=action,
        text="We asked for more time.",
        revised_due_on=datetime.date(2091, 6, 6),
        due_reason="The budget is late.",
        is_public=True,
        by=officer,
    )
    FollowUpAction.objects.filter(pk=action.pk).update(due_on=request.param)
    action.refresh_from_db()
    return action


@pytest.mark.parametrize("language", ["en", "es"])
def test_public_pages_show_it_as_proposed_and_without_a_date(client, proposal, language):
    prefix = "" if language == "en" else "/es"
    pages = [client.get(f"{prefix}{url}") for url in ("/follow-ups/", proposal.get_absolute_url())]

    for page in pages:
        assert page.status_code == 200
        # Without the dates on which something was said, and the main navigation.
        words = text_of(page)
        assert "Shorten the wait" in words
        assert [date for date in DATES if date in words] == []
        with translation.override(language):
            assert str(ActionState.PROPOSED.label) in words
    if language == "en":
        assert [word for word in PROMISED if word in text_of(pages[1])] == []
        assert "What is proposed" in text_of(pages[1])
        assert "This is only a proposal. A due date is shown once it is accepted." in text_of(
            pages[1]
        )


def test_declined_proposal_was_never_due(client):
    action = build_action(
        state="declined", state_reason="No money.", is_public=True, due_on=DUE, title="Hire two"
    )

    page = text_of(client.get(action.get_absolute_url()))

    assert "What was proposed" in page
    assert [word for word in (*PROMISED, *DATES) if word in page] == []


def test_accepted_action_is_promised_with_its_date(client, proposal, officer):
    build_answer(proposal)
    actions.post_update(action=proposal, text="Agreed.", to_state="accepted", by=officer)
    FollowUpAction.objects.filter(pk=proposal.pk).update(due_on=DUE)

    page = text_of(client.get(proposal.get_absolute_url()))

    assert "What we promised" in page
    assert "May 4, 2090" in page
    # The date that was moved while it was only proposed.
    assert "June 6, 2091" not in page


def test_proposal_past_its_date_is_not_overdue(officer_client):
    proposal = build_action(due_on=LONG_AGO)

    assert not proposal.is_overdue()
    assert not FollowUpAction.objects.overdue().exists()
    page = text_of(officer_client.get(reverse("followupaction:inspect", args=[proposal.pk])))
    assert "Overdue" not in page
    assert "Proposed date has passed" in page


def test_staff_pages_name_its_date_as_proposed(officer_client):
    proposal = build_action(due_on=DUE)
    item = build_feedback()
    ActionLink.objects.create(action=proposal, feedback_item=item)

    page = text_of(officer_client.get(reverse("followupaction:inspect", args=[proposal.pk])))
    assert "Led by ICE, proposed due date May 4, 2090" in page
    assert "What is proposed" in page
    assert "promised" not in page
    assert "May 4, 2090 (proposed)" in text_of(officer_client.get(reverse("followupaction:index")))
    item_page = text_of(officer_client.get(reverse("feedbackitem:inspect", args=[item.pk])))
    assert "2090" not in item_page


def test_owner_is_told_that_the_date_is_proposed():
    owner = build_user(email="owner@ice.example")
    values = {"title": "A", "description": "B", "program": build_program(), "owner": owner}
    lead = build_action().lead_agency

    actions.propose(action=FollowUpAction(due_on=DUE, lead_agency=lead, **values), by=build_user())

    body = OutboxMessage.objects.get(recipient="owner@ice.example").body_text
    assert "Proposed due date: May 4, 2090" in body
    assert "\nDue:" not in body


@pytest.mark.parametrize(
    ("due_on", "words"), [(LONG_AGO, "Overdue"), (timezone.localdate(), "No update in 60 days")]
)
def test_overdue_and_silent_are_two_things(officer_client, due_on, words):
    sixty_one_days = datetime.timedelta(days=61)
    action = build_action(
        state=ActionState.IN_PROGRESS,
        due_on=due_on,
        last_update_at=timezone.now() - (sixty_one_days if "No" in words else sixty_one_days / 2),
    )

    page = officer_client.get(reverse("followupaction:inspect", args=[action.pk]))

    assert page.context["flags"] == [words]
