"""Two members of staff change overlapping sets of feedback items at once."""

import pytest

from sessions_app.core.errors import ChangedMeanwhileError, EngagementError
from sessions_app.core.services.versions import version_of_all
from sessions_app.feedback.services import feedback
from sessions_app.feedback_operations.services.routing import route_to_complaints
from sessions_app.feedback_register.models import BulkChangeItem
from sessions_app.feedback_register.selectors.bulk import BulkRequest
from sessions_app.feedback_register.services import bulk
from sessions_app.feedback_register.services.undo import undo
from sessions_app.models import AuditEntry, FeedbackItem
from tests.builders import build_action, build_feedback, build_theme, build_user
from tests.concurrency.interleaving import twice, while_open

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.database]

REVIEW = BulkRequest(operation="move", to_state="in_review")


@pytest.fixture
def by():
    return build_user()


@pytest.fixture
def items():
    return [build_feedback() for _number in range(4)]


def keys(items):
    return [item.pk for item in items]


def test_overlapping_changes_wait_and_change_each_item_once(by, items):
    # In another order: locked by primary key, neither waits for the other for ever.
    second = while_open(
        lambda: bulk.apply(request=REVIEW, keys=keys(items[:3]), by=by),
        lambda: bulk.apply(request=REVIEW, keys=list(reversed(keys(items[1:]))), by=build_user()),
    )

    assert second.count == 1
    moves = AuditEntry.objects.filter(action="engagement.feedback.move")
    assert moves.count() == len(items)
    assert {item.state for item in FeedbackItem.objects.all()} == {"in_review"}


def test_second_of_two_who_saw_the_same_preview_is_told(by, items):
    shown = version_of_all(items)

    outcome = twice(bulk.apply, request=REVIEW, keys=keys(items), by=by, expected_version=shown)

    assert isinstance(outcome, ChangedMeanwhileError)


def test_theme_added_by_two_at_once_is_added_once(by, items):
    request = BulkRequest(operation="add_theme", theme=build_theme())

    outcome = twice(bulk.apply, request=request, keys=keys(items), by=by)

    assert isinstance(outcome, EngagementError)
    assert [item.codings.count() for item in items] == [1] * len(items)


def test_item_is_not_linked_in_bulk_while_it_is_routed_to_complaints(by, items):
    request = BulkRequest(operation="link", action=build_action(), relation="addresses")

    change = while_open(
        lambda: route_to_complaints(item=items[0], reason="told", by=by),
        lambda: bulk.apply(request=request, keys=keys(items), by=build_user()),
    )

    assert change.count == len(items) - 1
    assert not items[0].action_links.exists()
    assert not BulkChangeItem.objects.filter(feedback_item=items[0]).exists()


def test_change_is_undone_once(by, items):
    change = bulk.apply(request=REVIEW, keys=keys(items), by=by)

    assert isinstance(twice(undo, change=change, by=by), EngagementError)


def test_undo_leaves_an_item_that_is_being_moved(by, items):
    change = bulk.apply(request=REVIEW, keys=keys(items), by=by)

    undone = while_open(
        lambda: feedback.accept(item=items[0], by=build_user()),
        lambda: undo(change=change, by=by),
    )

    assert undone.left == [items[0].reference]
    assert FeedbackItem.objects.get(pk=items[0].pk).state == "accepted"
