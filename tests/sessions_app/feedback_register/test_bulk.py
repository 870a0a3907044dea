"""Changing many feedback items at once, and taking it back."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from sessions_app.actions.enums import LinkRelation
from sessions_app.core import roles
from sessions_app.core.errors import ChangedMeanwhileError, EngagementError, ReasonRequiredError
from sessions_app.core.services.versions import version_of_all
from sessions_app.feedback.enums import FEEDBACK_TRANSITIONS, FeedbackState
from sessions_app.feedback.errors import ReadsLikeAllegationError
from sessions_app.feedback.services import assignment, feedback
from sessions_app.feedback_operations.services.routing import route_to_complaints
from sessions_app.feedback_register.enums import BULK_STATES
from sessions_app.feedback_register.models import BulkChange, BulkChangeItem
from sessions_app.feedback_register.selectors.bulk import BulkRequest, refusals
from sessions_app.feedback_register.services import bulk
from sessions_app.feedback_register.services.undo import undo
from sessions_app.models import AuditEntry, FeedbackItem
from tests.builders import (
    build_action,
    build_feedback,
    build_public_feedback,
    build_staff,
    build_theme,
    build_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def by():
    return build_user()


def apply(by, items, **asked):
    return bulk.apply(request=BulkRequest(**asked), keys=[item.pk for item in items], by=by)


def reread(*items):
    return [FeedbackItem.objects.get(pk=item.pk) for item in items]


@pytest.mark.parametrize("state", list(FeedbackState))
@pytest.mark.parametrize("to_state", BULK_STATES)
def test_status_changes_as_the_table_allows_and_undo_gives_it_back(by, state, to_state):
    item = build_feedback(state=state, state_reason="Earlier.")
    is_allowed = to_state in FEEDBACK_TRANSITIONS[state]

    if not is_allowed:
        with pytest.raises(EngagementError, match="None of these items"):
            apply(by, [item], operation="move", to_state=to_state, reason="Because.")
        assert reread(item)[0].state == state
        return
    change = apply(by, [item], operation="move", to_state=to_state, reason="Because.")
    assert reread(item)[0].state == to_state
    undo(change=change, by=by)
    assert (reread(item)[0].state, reread(item)[0].state_reason) == (state, "Earlier.")


def test_nothing_is_routed_to_complaints_or_marked_as_duplicate_at_once(by):
    for state in (FeedbackState.ROUTED, FeedbackState.DUPLICATE):
        with pytest.raises(EngagementError, match="Choose a status"):
            apply(by, [build_feedback()], operation="move", to_state=state, reason="Because.")


def test_declining_needs_a_reason(by):
    with pytest.raises(ReasonRequiredError):
        apply(by, [build_feedback()], operation="move", to_state="declined", reason=" ")


@pytest.mark.parametrize(
    "asked",
    [
        {"operation": "move", "to_state": "declined", "reason": "{}"},
        {"operation": "link", "relation": "partly", "note": "{}"},
    ],
)
def test_reason_and_note_about_a_person_are_not_saved(by, asked):
    said = "Deputy Brandlewick, badge 4471, shoved my brother."
    asked = {name: value.format(said) for name, value in asked.items()}
    item = build_feedback()

    with pytest.raises(ReadsLikeAllegationError):
        apply(by, [item], action=build_action(), **asked)
    assert not item.action_links.exists()
    assert reread(item)[0].state_reason == ""


def test_those_that_cannot_are_left_out_with_the_reason(by):
    new, answered = build_feedback(), build_feedback(state="answered")
    routed = build_feedback(state="routed", state_reason="Told.")
    request = BulkRequest(operation="move", to_state="in_review")

    assert refusals(request, [new, answered, routed]) == {
        answered.pk: "Not possible from “Answered”",
        routed.pk: "Routed to complaints",
    }
    change = apply(by, [new, answered, routed], operation="move", to_state="in_review")
    assert change.count == 1
    assert [item.state for item in reread(new, answered, routed)] == [
        "in_review",
        "answered",
        "routed",
    ]


def test_each_item_gets_an_audit_entry(by):
    items = [build_feedback(), build_feedback()]

    change = apply(by, items, operation="move", to_state="in_review")

    for item in items:
        entry = AuditEntry.objects.for_instance(item).get()
        assert (entry.action, entry.user, entry.label) == (
            "engagement.feedback.move",
            by,
            item.reference,
        )
        assert entry.data == {"state": ["new", "in_review"], "bulk": change.pk}


def test_summaries_are_approved_where_there_is_one_to_approve(by):
    ready = build_feedback(state="in_review", public_summary="Ours.")
    empty, new = build_feedback(state="in_review"), build_feedback(public_summary="Ours.")
    approved = build_public_feedback(state="in_review")
    request = BulkRequest(operation="approve")

    assert refusals(request, [ready, empty, new, approved]) == {
        empty.pk: "No summary yet",
        new.pk: "Not reviewed yet",
        approved.pk: "Already approved",
    }
    change = apply(by, [ready, empty, new, approved], operation="approve")
    assert reread(ready)[0].summary_approved_by == by
    undo(change=change, by=by)
    assert reread(ready)[0].summary_approved_at is None
    assert reread(approved)[0].summary_approved_at is not None


def test_theme_taken_away_comes_back_with_who_coded_it_and_when(by):
    coder, theme = build_user(), build_theme()
    item = build_feedback()
    coding = item.codings.create(theme=theme, coded_by=coder, method="suggestion")
    item.codings.filter(pk=coding.pk).update(coded_at="2026-01-05T12:00:00Z")

    change = apply(by, [item], operation="remove_theme", theme=theme)
    assert not item.codings.exists()
    undo(change=change, by=by)

    back = item.codings.get()
    assert (back.coded_by, back.method, back.coded_at.isoformat()) == (
        coder,
        "suggestion",
        "2026-01-05T12:00:00+00:00",
    )


def test_assigned_only_to_those_who_may_edit_and_undone_to_whom_it_was(by):
    first, second = build_staff(roles.ROLE_MANAGER), build_staff(roles.ROLE_ENGAGEMENT_OFFICER)
    mine, free = build_feedback(assigned_to=first), build_feedback()
    analyst = build_staff(roles.ROLE_ANALYST)

    for refused in (analyst, build_user(), build_staff(roles.ROLE_MANAGER, is_active=False)):
        with pytest.raises(EngagementError, match="Choose someone who may edit"):
            apply(by, [mine], operation="assign", assignee=refused)
        with pytest.raises(EngagementError, match="Choose someone who may edit"):
            assignment.assign(item=mine, assignee=refused, by=by)
    change = apply(by, [mine, free], operation="assign", assignee=second)
    assert [item.assigned_to for item in reread(mine, free)] == [second, second]
    undo(change=change, by=by)
    assert [item.assigned_to for item in reread(mine, free)] == [first, None]


def test_links_say_how_and_are_taken_back_unless_changed_since(by):
    action, items = build_action(), [build_feedback(), build_feedback()]

    with pytest.raises(ReasonRequiredError):
        apply(by, items, operation="link", action=action, relation=LinkRelation.DECLINED)
    change = apply(by, items, operation="link", action=action, relation="partly", note="In part.")
    assert {(link.relation, link.note) for link in action.feedback_links.all()} == {
        ("partly", "In part.")
    }
    kept = items[0].action_links.get()
    kept.note = "Changed."
    kept.save()

    assert undo(change=change, by=by).left == [items[0].reference]
    assert list(action.feedback_links.all()) == [kept]


def test_undo_leaves_what_somebody_changed_since_and_says_so(by):
    touched, still = build_feedback(), build_feedback()
    change = apply(by, [touched, still], operation="move", to_state="in_review")
    feedback.accept(item=touched, by=build_user())

    undone = undo(change=change, by=by)

    assert (undone.restored, undone.left) == (1, [touched.reference])
    assert [item.state for item in reread(touched, still)] == ["accepted", "new"]


def test_only_who_made_it_undoes_it_once_and_within_ten_minutes(by):
    change = apply(by, [build_feedback()], operation="move", to_state="in_review")

    with pytest.raises(EngagementError, match="Only whoever"):
        undo(change=change, by=build_user())
    with (
        time_machine.travel(timezone.now() + datetime.timedelta(minutes=10), tick=False),
        pytest.raises(EngagementError, match="Only whoever"),
    ):
        undo(change=change, by=by)
    undo(change=change, by=by)
    with pytest.raises(EngagementError, match="Only whoever"):
        undo(change=change, by=by)


def test_nothing_changes_if_one_item_is_not_as_it_was_shown(by):
    items = [build_feedback(), build_feedback()]
    shown = version_of_all(items)
    feedback.start_review(item=items[0], by=build_user())

    with pytest.raises(ChangedMeanwhileError):
        bulk.apply(
            request=BulkRequest(operation="move", to_state="accepted"),
            keys=[item.pk for item in items],
            by=by,
            expected_version=shown,
        )
    assert [item.state for item in reread(*items)] == ["in_review", "new"]


def test_routing_to_complaints_erases_what_undo_would_bring_back(by):
    item = build_feedback(state="in_review", state_reason="Reopened: he said it again.")
    change = apply(by, [item], operation="move", to_state="accepted")
    assert "he said it again" in str(BulkChangeItem.objects.get().before)

    route_to_complaints(item=item, reason="told", by=by)

    assert not BulkChangeItem.objects.exists()
    assert undo(change=change, by=by).restored == 0
    assert reread(item)[0].state == FeedbackState.ROUTED


def test_what_can_no_longer_be_undone_is_deleted_by_the_next_change(by):
    apply(by, [build_feedback()], operation="move", to_state="in_review")
    BulkChange.objects.update(made_at=timezone.now() - datetime.timedelta(minutes=11))

    later = apply(by, [build_feedback()], operation="move", to_state="in_review")

    assert list(BulkChange.objects.all()) == [later]


@pytest.mark.parametrize("count", [2, 20])
def test_number_of_statements_does_not_grow_with_the_items(by, django_assert_num_queries, count):
    items = [build_feedback() for _number in range(count)]

    with django_assert_num_queries(9):
        apply(by, items, operation="move", to_state="in_review")


def test_more_than_the_limit_are_refused(by, monkeypatch):
    monkeypatch.setattr(bulk, "MOST_ITEMS", 1)

    with pytest.raises(EngagementError, match="At most 1 items"):
        apply(by, [build_feedback(), build_feedback()], operation="move", to_state="in_review")
