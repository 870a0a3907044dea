"""Services for follow-up actions: creation, progress updates, due date changes with a reason."""

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from sessions_app.actions import services as actions
from sessions_app.actions.enums import ActionState, LinkRelation
from sessions_app.actions.models import SILENCE
from sessions_app.core.errors import EngagementError, ReasonRequiredError, TransitionNotAllowedError
from sessions_app.models import Agency, AuditEntry, FollowUpAction, OutboxMessage
from tests.builders import build_action, build_answer, build_feedback, build_program, build_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TODAY = timezone.localdate()


@pytest.fixture
def officer():
    return build_user()


def unsaved(**values):
    defaults = {
        "title": "Write to every field office",
        "description": "One page on language help.",
        "program": build_program(),
        "lead_agency": Agency.objects.get(abbreviation="ICE"),
    }
    return FollowUpAction(**{**defaults, **values})


def test_propose_writes_to_the_owner(officer):
    owner = build_user(email="owner@ice.example")

    action = actions.propose(action=unsaved(owner=owner), by=officer)

    assert action.state == ActionState.PROPOSED
    assert OutboxMessage.objects.get().recipient == "owner@ice.example"


def test_propose_refuses_a_day_that_has_passed(officer):
    with pytest.raises(EngagementError) as refusal:
        actions.propose(action=unsaved(due_on=TODAY - datetime.timedelta(days=1)), by=officer)

    assert refusal.value.field == "due_on"


def test_edit_does_not_move_a_promised_date(officer):
    action = build_action(state=ActionState.ACCEPTED)
    action.due_on = TODAY + datetime.timedelta(days=90)

    with pytest.raises(EngagementError):
        actions.edit(action=action, by=officer)


def test_link_feedback_again_changes_the_link(officer):
    action, item = build_action(), build_feedback()

    actions.link_feedback(action=action, item=item, by=officer)
    link = actions.link_feedback(
        action=action, item=item, by=officer, relation=LinkRelation.PARTLY, note="Half of it."
    )

    assert list(action.feedback_links.all()) == [link]
    assert (link.relation, link.note) == (LinkRelation.PARTLY, "Half of it.")


def test_link_that_declines_needs_a_note(officer):
    with pytest.raises(ReasonRequiredError):
        actions.link_feedback(
            action=build_action(),
            item=build_feedback(),
            by=officer,
            relation=LinkRelation.DECLINED,
        )


def test_post_update_moves_state_and_date_and_keeps_the_story(officer):
    action = build_action(
        state=ActionState.IN_PROGRESS, last_update_at=timezone.now() - datetime.timedelta(days=99)
    )
    assert action.is_silent()
    new_day = TODAY + datetime.timedelta(days=60)

    update = actions.post_update(
        action=action,
        text="Printing takes longer.",
        to_state=ActionState.BLOCKED,
        revised_due_on=new_day,
        due_reason="The printer is late.",
        is_public=True,
        by=officer,
    )

    action.refresh_from_db()
    assert (action.state, action.due_on, action.is_silent()) == (
        ActionState.BLOCKED,
        new_day,
        False,
    )
    assert (update.from_state, update.to_state) == (ActionState.IN_PROGRESS, ActionState.BLOCKED)
    assert AuditEntry.objects.for_instance(action).get().action == "engagement.action.update"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": " "}, "text"),
        ({"revised_due_on": TODAY + datetime.timedelta(days=9)}, "due_reason"),
        (
            {"revised_due_on": TODAY - datetime.timedelta(days=9), "due_reason": "x"},
            "revised_due_on",
        ),
        ({"to_state": ActionState.DECLINED}, "reason"),
    ],
)
def test_post_update_names_what_is_missing_and_changes_nothing(officer, values, field):
    action = build_action(state=ActionState.ACCEPTED)

    with pytest.raises(EngagementError) as refusal:
        actions.post_update(action=action, by=officer, **{"text": "Done.", **values})

    assert refusal.value.field == field
    assert action.updates.count() == 0
    assert FollowUpAction.objects.get(pk=action.pk).state == ActionState.ACCEPTED


def test_post_update_refuses_a_move_that_is_not_in_the_table(officer):
    action = build_action()

    with pytest.raises(TransitionNotAllowedError):
        actions.post_update(action=action, text="Done!", to_state=ActionState.VERIFIED, by=officer)

    assert action.updates.count() == 0


def test_overdue_is_a_date_missed_and_silent_is_an_update_missed():
    yesterday, long_ago = TODAY - datetime.timedelta(days=1), timezone.now() - SILENCE
    overdue = build_action(due_on=yesterday, state=ActionState.BLOCKED)
    next_year = TODAY + datetime.timedelta(days=365)
    silent = build_action(due_on=next_year, last_update_at=long_ago, state=ActionState.ACCEPTED)
    build_action(due_on=TODAY, state=ActionState.ACCEPTED)
    build_action(due_on=yesterday, last_update_at=long_ago, state=ActionState.COMPLETED)

    assert list(FollowUpAction.objects.overdue()) == [overdue]
    assert list(FollowUpAction.objects.silent()) == [silent]
    assert (overdue.is_overdue(), overdue.is_silent()) == (True, False)
    assert (silent.is_overdue(), silent.is_silent()) == (False, True)


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_database_refuses_to_rewrite_the_story(officer, verb):
    action = build_action()
    update = actions.post_update(action=action, text="As it was.", by=officer)
    for rows in (type(update).objects.filter(pk=update.pk), AuditEntry.objects.all()):
        column = "text" if rows.model is type(update) else "label"
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            rows.update(**{column: "Rewritten."}) if verb == "update" else rows._raw_delete(rows.db)

    update.refresh_from_db()
    assert update.text == "As it was."


def test_form_filled_before_an_update_does_not_take_its_state_back(officer):
    action = build_action()
    in_the_form = FollowUpAction.objects.get(pk=action.pk)
    build_answer(action)
    actions.post_update(action=action, text="Yes.", to_state=ActionState.ACCEPTED, by=officer)
    in_the_form.title = "Put right"

    actions.edit(action=in_the_form, by=officer)

    action.refresh_from_db()
    assert (action.title, action.state) == ("Put right", ActionState.ACCEPTED)


def test_owner_who_gets_an_action_back_is_written_to_again(officer):
    first, second = build_user(), build_user()
    action = build_action(owner=None)
    for owner in (first, second, first):
        action.owner = owner
        actions.edit(action=action, by=officer)
    action.title = "Put right"
    actions.edit(action=action, by=officer)

    sent = OutboxMessage.objects.order_by("pk").values_list("recipient", flat=True)
    assert list(sent) == [first.email, second.email, first.email]


def test_owner_does_not_verify_their_own_work(officer):
    owner = build_user()
    action = build_action(owner=owner, state=ActionState.COMPLETED)

    with pytest.raises(EngagementError, match="neither owned nor completed"):
        actions.post_update(action=action, text="Done.", to_state=ActionState.VERIFIED, by=owner)

    actions.post_update(action=action, text="Done.", to_state=ActionState.VERIFIED, by=officer)
    action.refresh_from_db()
    assert action.state == ActionState.VERIFIED


def test_date_of_what_is_done_stays(officer):
    action = build_action(state=ActionState.COMPLETED)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)

    with pytest.raises(EngagementError, match="This action is closed") as refusal:
        actions.post_update(
            action=action, text="Later.", revised_due_on=tomorrow, due_reason="Paper.", by=officer
        )

    assert refusal.value.field == "revised_due_on"
