"""What an organization sees of what came of its points, and what it answers."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions_app.core.errors import EngagementError
from sessions_app.feedback.enums import RoutingReason
from sessions_app.feedback.errors import ReadsLikeAllegationError
from sessions_app.feedback_operations.services.routing import route_to_complaints
from sessions_app.models import ActionLink, ActionUpdate, TrailAnswer
from sessions_app.read_back.services import trails
from tests.builders import (
    build_action,
    build_feedback,
    build_organization,
    build_public_feedback,
    build_theme,
)
from tests.sessions_app.answers import text_of
from tests.whole_database import tables_with

pytestmark = pytest.mark.django_db


def update(action, text, **values):
    return ActionUpdate.objects.create(
        action=action, text=text, from_state=action.state, to_state=action.state, **values
    )


def test_trail_leads_from_the_statement_to_what_came_of_it(client, link, statement):
    statement.codings.create(theme=build_theme(name="Languages"))
    action = build_action(
        title="Print the notice", is_public=True, state="completed", outcome="It hangs in halls."
    )
    ActionLink.objects.create(action=action, feedback_item=statement)
    update(action, "The printer delivered.", is_public=True)
    declined = build_action(
        title="Hire printers", is_public=True, state="declined", state_reason="No funds."
    )
    ActionLink.objects.create(
        action=declined, feedback_item=statement, relation="declined", note="Too costly."
    )

    text = text_of(client.get(link))

    for words in (
        statement.public_summary,
        "Languages",
        "Print the notice",
        "The printer delivered.",
        "It hangs in halls.",
        "Hire printers",
        "No funds.",
        "Too costly.",
    ):
        assert words in text


def test_trail_tells_nothing_that_is_not_theirs_or_not_public(
    client, link, statement, organization
):
    proposal = build_action(
        title="A proposal",
        is_public=True,
        state="proposed",
        due_on=datetime.date(2031, 4, 5),
        description="Secret plan.",
    )
    ActionLink.objects.create(action=proposal, feedback_item=statement, note="Inner note.")
    update(proposal, "Told to nobody.", is_public=False)
    hidden = build_action(title="A hidden action")
    ActionLink.objects.create(action=hidden, feedback_item=statement)
    build_public_feedback(organization=build_organization(), public_summary="Of somebody else.")
    build_feedback(organization=organization, public_summary="Not approved words.")

    text = text_of(client.get(link))

    assert "A proposal" in text
    assert "We noted 1 more point" in text
    for words in (
        "2031",
        "Inner note",
        "Told to nobody",
        "A hidden action",
        "Of somebody else",
        "Not approved words",
        "Said in private",
    ):
        assert words not in text


def test_statement_that_repeats_another_shows_what_came_of_that_one(client, link, organization):
    original = build_public_feedback(
        organization=build_organization(name="Somebody Else"), public_summary="Their words."
    )
    build_public_feedback(
        organization=organization,
        state="duplicate",
        state_reason="Inner reason.",
        duplicate_of=original,
        public_summary="Our own words.",
    )
    action = build_action(title="Print the notice", is_public=True)
    ActionLink.objects.create(
        action=action, feedback_item=original, relation="partly", note="About them."
    )

    text = text_of(client.get(link))

    assert "Our own words." in text
    assert "Print the notice" in text
    for words in ("Their words.", "Somebody Else", "About them.", "Inner reason."):
        assert words not in text


def test_declined_and_outside_our_authority_come_with_their_reasons(client, link, organization):
    for state, reason in (("declined", "No law."), ("outside_authority", "Ask the county.")):
        build_public_feedback(organization=organization, state=state, state_reason=reason)

    text = text_of(client.get(link))

    assert "No law." in text
    assert "Ask the county." in text
    assert "we will say who can help" in text


def test_page_is_kept_by_nobody_and_takes_few_queries(
    client, link, organization, django_assert_max_num_queries
):
    for _number in range(30):
        item = build_public_feedback(organization=organization)
        action = build_action(is_public=True)
        ActionLink.objects.create(action=action, feedback_item=item)

    with django_assert_max_num_queries(25):
        page = client.get(link)

    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "no-referrer"
    assert not page.cookies


def test_answers_are_kept_and_staff_answer_an_objection(
    client, officer_client, officer, link, statement
):
    client.head(link)
    assert not TrailAnswer.objects.exists()
    given = {"reference": statement.reference, "right": "no", "remark": "It is not printed."}
    for _time in range(2):
        assert client.post(link, given).status_code == 302
    client.post(link, given | {"right": "yes"})

    assert list(TrailAnswer.objects.values_list("is_right", "remark")) == [
        (True, ""),
        (False, "It is not printed."),
    ]
    home = text_of(officer_client.get("/admin/"))
    assert "Organizations say that something is not right" in home

    move = reverse("feedbackitem:move", args=[statement.pk, "answer-objection"])
    officer_client.post(move, {"text": "The printer is late."})

    answered = TrailAnswer.objects.get(is_right=False)
    assert (answered.reply, answered.seen_by) == ("The printer is late.", officer)
    assert "The printer is late." in text_of(client.get(link))
    assert "not right" not in text_of(officer_client.get("/admin/"))


def test_objection_needs_a_remark_and_is_stopped_if_it_accuses_a_person(
    client, link, statement, organization
):
    page = client.post(link, {"reference": statement.reference, "right": "no"})
    assert page.status_code == 400
    assert "Write what is not right" in text_of(page)
    with pytest.raises(ReadsLikeAllegationError):
        trails.answer(
            organizations=[organization],
            reference=statement.reference,
            is_right=False,
            remark="Officer Barnaby Quill shoved my client.",
        )
    assert not TrailAnswer.objects.exists()


def test_statement_of_another_organization_is_not_answered(link, client, organization):
    foreign = build_public_feedback(organization=build_organization())

    page = client.post(link, {"reference": foreign.reference, "right": "yes"})

    assert page.status_code == 400
    with pytest.raises(EngagementError, match="no longer on your list"):
        trails.answer(organizations=[organization], reference=foreign.reference, is_right=True)


def test_routing_erases_the_remark(statement, by):
    TrailAnswer.objects.create(
        feedback_item=statement,
        is_right=False,
        remark="A quibblefroth.",
        reply="No quibblefroth.",
        seen_at=timezone.now(),
        seen_by=by,
    )

    route_to_complaints(item=statement, reason=RoutingReason.TOLD, by=by)

    assert tables_with("quibblefroth") == set()


def test_representative_sees_and_answers_it_in_the_workspace(
    signed_in, statement, contact, django_user_model
):
    user = django_user_model.objects.create_user(contact.email)
    client = signed_in(user)
    assert statement.public_summary in text_of(client.get("/organization/"))

    answer = client.post(
        "/organization/answers/", {"reference": statement.reference, "right": "yes"}, follow=True
    )

    assert "Your answer is saved" in text_of(answer)
    assert TrailAnswer.objects.get().is_right
    assert client.get("/organization/answers/").status_code == 302
