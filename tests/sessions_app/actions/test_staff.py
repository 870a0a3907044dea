"""Staff pages for follow-up actions: create, link feedback, post updates."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions_app.actions import services as actions
from sessions_app.actions.enums import ActionState, LinkRelation
from sessions_app.models import ActionLink, ActionUpdate, Agency, FollowUpAction
from tests.builders import build_action, build_answer, build_feedback, build_program
from tests.sessions_app.answers import errors_of, form_data, text_of

pytestmark = pytest.mark.django_db

ADD = "/admin/follow-up-actions/new/"


def promise(*rows, known=0, **changes):
    data = {
        "title": "Print the hotline",
        "description": "On every form.",
        "program": build_program().pk if "program" not in changes else None,
        "lead_agency": Agency.objects.get(abbreviation="ICE").pk,
        "priority": "normal",
        "links-TOTAL_FORMS": len(rows),
        "links-INITIAL_FORMS": known,
    } | changes
    for number, (reference, relation, note) in enumerate(rows):
        data |= {
            f"links-{number}-item": reference,
            f"links-{number}-relation": relation,
            f"links-{number}-note": note,
            f"links-{number}-known": reference if number < known else "",
        }
    return {name: value for name, value in data.items() if value is not None}


def test_form_is_filled_with_the_items_of_the_address(officer_client):
    first, second = build_feedback(), build_feedback()

    form = officer_client.get(ADD, {"feedback": f"{first.pk},{second.pk},x"}).context["form"]

    assert {row["item"].value() for row in form.links} == {
        first.reference,
        second.reference,
        None,
    }


def test_action_is_proposed_with_its_links(officer_client):
    first, second = build_feedback(), build_feedback()

    officer_client.post(
        ADD,
        promise(
            (first.reference, "addresses", ""),
            (second.reference.lower(), "declined", "The law forbids it."),
            ("", "addresses", ""),
            due_on=(timezone.localdate() + datetime.timedelta(days=9)).isoformat(),
        ),
    )

    action = FollowUpAction.objects.get()
    assert set(action.feedback_links.values_list("feedback_item", "relation", "note")) == {
        (first.pk, LinkRelation.ADDRESSES, ""),
        (second.pk, LinkRelation.DECLINED, "The law forbids it."),
    }


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        (("FB-26-7K4MQ2-Y", "addresses", ""), "item", "No feedback item has this reference"),
        (("KNOWN", "declined", " "), "note", "Enter the reason it was declined."),
    ],
)
def test_wrong_link_loses_nothing_and_saves_nothing(officer_client, row, field, words):
    item = build_feedback()
    row = tuple(item.reference if value == "KNOWN" else value for value in row)

    answer = officer_client.post(ADD, promise(row))

    form = answer.context["form"]
    assert words in form.links[0].errors[field][0]
    assert words in text_of(answer)
    assert form["title"].value() == "Print the hotline"
    assert FollowUpAction.objects.count() == 0


def test_due_date_in_the_past_is_answered_beside_the_field(officer_client):
    answer = officer_client.post(ADD, promise(due_on="2020-01-01"))

    assert "Enter a future date." in errors_of(answer)["due_on"][0]
    assert FollowUpAction.objects.count() == 0


def test_link_is_removed_and_changed_by_the_form(officer_client, officer):
    action = build_action()
    kept, dropped = build_feedback(), build_feedback()
    for item in (kept, dropped):
        actions.link_feedback(action=action, item=item, by=officer)
    url = reverse("followupaction:edit", args=[action.pk])
    form = officer_client.get(url).context["form"]
    data = form_data(form) | promise(
        (kept.reference, "partly", "Half of it."),
        (dropped.reference, "addresses", ""),
        known=2,
        program=action.program_id,
    )

    officer_client.post(url, data | {"links-1-DELETE": "on"})

    assert list(ActionLink.objects.values_list("feedback_item", "relation", "note")) == [
        (kept.pk, LinkRelation.PARTLY, "Half of it.")
    ]


def test_form_without_a_link_does_not_take_off_one_that_somebody_else_made(officer_client, officer):
    action = build_action()
    url = reverse("followupaction:edit", args=[action.pk])
    form = officer_client.get(url).context["form"]
    data = form_data(form) | promise(("", "addresses", ""), program=action.program_id, title="New")
    item = build_feedback()
    actions.link_feedback(action=action, item=item, by=officer)

    officer_client.post(url, data)

    action.refresh_from_db()
    assert action.title == "New"
    assert ActionLink.objects.get().feedback_item == item


def test_other_item_in_a_known_row_takes_the_place_of_the_first(officer_client, officer):
    action = build_action()
    first, second = build_feedback(), build_feedback()
    actions.link_feedback(action=action, item=first, by=officer)
    url = reverse("followupaction:edit", args=[action.pk])
    form = officer_client.get(url).context["form"]
    data = form_data(form) | promise(
        (first.reference, "addresses", ""), known=1, program=action.program_id
    )

    officer_client.post(url, data | {"links-0-item": second.reference})

    assert ActionLink.objects.get().feedback_item == second


def test_edit_that_would_hide_anothers_is_refused_once_and_loses_nothing(officer_client, officer):
    action = build_action(title="Print")
    url = reverse("followupaction:edit", args=[action.pk])
    data = form_data(officer_client.get(url).context["form"]) | promise(program=action.program_id)
    build_answer(action)
    actions.post_update(action=action, text="Begun.", to_state="accepted", by=officer)

    page = officer_client.post(url, data | {"title": "Print the hotline"})

    assert "Someone else changed this while you were working on it" in text_of(page)
    form = page.context["form"]
    assert form["title"].value() == "Print the hotline"
    officer_client.post(
        url, data | {"title": "Print it", "expected_version": form["expected_version"].value()}
    )
    action.refresh_from_db()
    assert (action.title, action.state) == ("Print it", ActionState.ACCEPTED)


def test_promised_date_is_not_moved_by_the_form(officer_client):
    due = timezone.localdate() + datetime.timedelta(days=5)
    action = build_action(state=ActionState.ACCEPTED, due_on=due)
    url = reverse("followupaction:edit", args=[action.pk])
    form = officer_client.get(url).context["form"]

    officer_client.post(
        url, form_data(form) | promise(due_on="2031-01-01", program=action.program_id)
    )

    action.refresh_from_db()
    assert action.title == "Print the hotline"
    assert action.due_on == due


def test_update_moves_the_date_with_a_reason(officer_client):
    action = build_action(state=ActionState.ACCEPTED)
    url = reverse("followupaction:update", args=[action.pk])
    later = timezone.localdate() + datetime.timedelta(days=90)
    data = {"text": "The printer closed.", "revised_due_on": later.isoformat()}

    answer = officer_client.post(url, data)
    assert errors_of(answer) == {"due_reason": ["Enter the reason for the new date."]}
    assert ActionUpdate.objects.count() == 0

    officer_client.post(url, data | {"due_reason": "We look for another."})
    action.refresh_from_db()
    assert action.due_on == later
    page = text_of(officer_client.get(reverse("followupaction:inspect", args=[action.pk])))
    assert "The printer closed." in page
    assert "We look for another." in page


def test_update_offers_only_the_states_that_can_follow(officer_client):
    action = build_action(state=ActionState.COMPLETED)
    url = reverse("followupaction:update", args=[action.pk])

    form = officer_client.get(url).context["form"]

    assert [value for value, _label in form.fields["to_state"].choices] == [
        "",
        ActionState.VERIFIED,
    ]
    answer = officer_client.post(url, {"text": "Back again.", "to_state": "proposed"})
    assert list(errors_of(answer)) == ["to_state"]


def test_declining_needs_a_reason(officer_client):
    action = build_action()
    url = reverse("followupaction:update", args=[action.pk])

    answer = officer_client.post(url, {"text": "No.", "to_state": "declined"})

    assert list(errors_of(answer)) == ["reason"]
    action.refresh_from_db()
    assert action.state == ActionState.PROPOSED
