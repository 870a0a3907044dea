"""Agencies accept or decline their part; the lead agency's answer moves the action."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions_app.actions import services as actions
from sessions_app.core.errors import EngagementError, ReasonRequiredError
from sessions_app.core.models import ERASED
from sessions_app.feedback_operations.services.routing import route_to_complaints
from sessions_app.models import AgencyAnswer, FollowUpAction
from sessions_app.programs.models import Agency
from tests.builders import build_action, build_answer, build_feedback
from tests.sessions_app.answers import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


@pytest.fixture
def action():
    proposal = build_action(is_public=True, title="Print the notice")
    proposal.supporting_agencies.add(Agency.objects.get(abbreviation="CBP"))
    return proposal


def stored(action):
    return FollowUpAction.objects.get(pk=action.pk)


def answer(action, by, reply="accepted", agency="ICE", **values):
    return actions.record_answer(
        action=action,
        agency=Agency.objects.get(abbreviation=agency),
        answer=reply,
        by=by,
        channel=values.pop("channel", "email"),
        **values,
    )


def test_acceptance_of_the_lead_agency_makes_a_proposal_a_promise(action, officer):
    answer(action, officer, answered_on=TODAY - DAY)

    current = stored(action)
    assert (current.state, current.first_due_on) == ("accepted", action.due_on)
    update = current.updates.get()
    assert (update.from_state, update.to_state, update.is_public) == ("proposed", "accepted", True)


def test_refusal_of_the_lead_agency_declines_the_action_with_its_reason(action, officer):
    answer(action, officer, "declined", reason=" No printer. ")

    current = stored(action)
    assert (current.state, current.state_reason) == ("declined", "No printer.")
    assert current.public_due_on is None


def test_answer_of_a_supporting_agency_moves_nothing(action, officer):
    answer(action, officer, "declined", agency="CBP", reason="No people.")

    assert stored(action).state == "proposed"
    assert not action.updates.exists()


def test_action_is_not_accepted_before_its_lead_agency_accepts(action, officer):
    answer(action, officer, agency="CBP")

    with pytest.raises(EngagementError, match="lead agency has not accepted"):
        actions.post_update(action=action, text="Yes.", to_state="accepted", by=officer)

    assert stored(action).state == "proposed"


def test_agreeing_to_help_is_not_agreeing_to_lead(action, officer):
    answer(action, officer, agency="CBP")
    changed = stored(action)
    changed.lead_agency = Agency.objects.get(abbreviation="CBP")
    actions.edit(action=changed, by=officer)

    with pytest.raises(EngagementError, match="lead agency has not accepted"):
        actions.post_update(action=action, text="Yes.", to_state="accepted", by=officer)


def test_declined_action_is_reopened_only_after_its_lead_agency_accepts(action, officer):
    answer(action, officer, "declined", reason="No printer.")
    with pytest.raises(EngagementError, match="lead agency declined"):
        actions.reopen(action=action, reason="There is one.", by=officer)

    answer(action, officer)
    assert stored(action).state == "declined"
    actions.reopen(action=action, reason="There is one.", by=officer)

    assert stored(action).state == "in_progress"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reply": "declined", "reason": " "}, "reason"),
        ({"agency": "USCIS"}, "agency"),
        ({"channel": "here"}, "channel"),
        ({"answered_on": TODAY + DAY}, "answered_on"),
    ],
)
def test_answer_that_cannot_be_is_refused(action, officer, values, field):
    with pytest.raises(EngagementError) as refusal:
        answer(action, officer, **values)

    assert refusal.value.field == field
    assert not AgencyAnswer.objects.exists()


def test_action_that_has_ended_has_nothing_to_answer(officer):
    action = build_action(state="verified")

    with pytest.raises(EngagementError, match="nothing to answer"):
        answer(action, officer)


def test_decline_needs_words(action, officer):
    with pytest.raises(ReasonRequiredError):
        answer(action, officer, "declined")


def test_first_promise_stays_when_the_date_moves(action, officer):
    first, later = action.due_on, action.due_on + DAY
    answer(action, officer)
    for day in (later, later + DAY):
        actions.post_update(
            action=action, text="Late.", revised_due_on=day, due_reason="Ink.", by=officer
        )

    assert (stored(action).first_due_on, stored(action).due_on) == (first, later + DAY)


def test_first_date_that_is_agreed_on_later_is_the_first_promise(officer):
    action = build_action(due_on=None)
    answer(action, officer)
    assert stored(action).first_due_on is None

    actions.post_update(
        action=action,
        text="Agreed.",
        revised_due_on=TODAY + DAY,
        due_reason="Now known.",
        by=officer,
    )

    assert stored(action).first_due_on == TODAY + DAY


def test_person_of_the_agency_answers_for_it_alone(signed_in, owner, action):
    client, url = signed_in(owner), reverse("followupaction:answer", args=[action.pk])
    form = client.get(url).context["form"]
    assert "channel" not in form.fields
    assert [label for _value, label in form.fields["agency"].choices] == ["ICE, to lead"]
    cbp = Agency.objects.get(abbreviation="CBP")
    data = {"answer": "accepted", "answered_on": str(TODAY)}

    client.post(url, data | {"agency": cbp.pk})
    assert not AgencyAnswer.objects.exists()
    client.post(url, data | {"agency": action.lead_agency_id})

    given = AgencyAnswer.objects.get()
    assert (given.agency, given.channel, given.recorded_by) == (action.lead_agency, "here", owner)


def test_person_of_another_agency_cannot_answer(signed_in, owner):
    other = build_action(owner=owner, lead_agency=Agency.objects.get(abbreviation="CBP"))

    page = signed_in(owner).get(reverse("followupaction:answer", args=[other.pk]))

    assert page.status_code == 404


def test_officer_says_how_the_answer_came(officer_client, action):
    url = reverse("followupaction:answer", args=[action.pk])
    data = {
        "agency": action.lead_agency_id,
        "answer": "accepted",
        "answered_on": str(TODAY),
        "idempotency_key": "one form",
    }

    page = officer_client.post(url, data)
    assert "channel" in page.context["form"].errors
    for _again in range(2):
        officer_client.post(url, data | {"channel": "phone"})

    assert AgencyAnswer.objects.get().channel == "phone"


def test_story_says_who_agreed_and_when_and_what_was_promised_first(client, action):
    build_answer(action, answered_on=datetime.date(2026, 5, 4))
    build_answer(
        action,
        agency=Agency.objects.get(abbreviation="CBP"),
        answer="declined",
        reason="No people.",
        answered_on=datetime.date(2026, 5, 6),
    )
    FollowUpAction.objects.filter(pk=action.pk).update(
        state="in_progress", due_on="2090-06-06", first_due_on="2090-05-05"
    )

    page = text_of(client.get(action.get_absolute_url()))

    assert "Agreed to lead this: May 4, 2026" in page
    assert "Declined to help: May 6, 2026 No people." in page
    assert "First promised forMay 5, 2090 Moved toJune 6, 2090" in page
    # It does not help, and is not said to.
    assert "With help from" not in page


def test_reason_of_an_agency_is_erased_with_the_action(officer):
    item, action = build_feedback(), build_action()
    actions.link_feedback(action=action, item=item, by=officer)
    answer = build_answer(action, answer="declined", reason="Sergeant Reyes says no.")

    route_to_complaints(item=item, reason="told", by=officer)

    answer.refresh_from_db()
    assert answer.reason == ERASED
