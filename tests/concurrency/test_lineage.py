"""Two people split and merge the same feedback items at once, on SQLite and PostgreSQL."""

import pytest

from sessions_app.core.errors import EngagementError
from sessions_app.feedback.services import feedback
from sessions_app.feedback_operations.services.merges import merge
from sessions_app.feedback_operations.services.splits import Part, split
from sessions_app.feedback_operations.services.undo import undo
from sessions_app.models import FeedbackItem
from tests.builders import build_feedback, build_organization, build_program, build_user
from tests.concurrency.interleaving import twice, while_open

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.database]

PARTS = [Part(kind="concern", private_note=f"Point {n}") for n in range(2)]


@pytest.fixture
def by():
    return build_user()


@pytest.fixture
def items():
    program = build_program()
    return [build_feedback(program=program) for _n in range(3)]


def counted_of(item):
    """Return what is counted in the item's program: other tests leave their records."""
    return set(FeedbackItem.objects.counted().filter(program=item.program_id))


def test_overlapping_sets_merged_at_once_leave_one_merge(by, items):
    one, two, three = items

    refusal = while_open(
        lambda: merge(survivor=three, others=[one, two], by=by),
        lambda: merge(survivor=one, others=[two], by=by),
    )

    assert "was merged into" in refusal.message
    assert counted_of(three) == {three}
    assert three.lineage.count() == 1


def test_two_items_merged_into_each_other_leave_one(by, items):
    one, two, _three = items

    refusal = while_open(
        lambda: merge(survivor=one, others=[two], by=by),
        lambda: merge(survivor=two, others=[one], by=by),
    )

    assert "was merged into" in refusal.message
    assert two not in counted_of(one)
    assert one in counted_of(one)


def test_item_that_is_being_split_is_not_merged(by, items):
    one, two, _three = items

    refusal = while_open(
        lambda: split(item=one, parts=PARTS, by=by),
        lambda: merge(survivor=two, others=[one], by=by),
    )

    assert "was split" in refusal.message


def test_item_is_not_marked_as_a_duplicate_of_one_that_is_being_merged(by, items):
    one, two, three = items

    refusal = while_open(
        lambda: merge(survivor=two, others=[one], by=by),
        lambda: feedback.mark_duplicate(item=three, duplicate_of=one, reason="Same.", by=by),
    )

    assert "was merged into" in refusal.message


def test_split_is_undone_once_by_two_people(by, items):
    operation = split(item=items[0], parts=PARTS, by=by)

    refusal = twice(undo, operation=operation, reason="No.", by=by)

    assert refusal.message == "This has already been undone."
    assert counted_of(items[0]) == set(items)


def test_withdrawal_while_an_item_is_split_reaches_its_parts(by):
    organization = build_organization()
    item = build_feedback(organization=organization, attribution="named")
    withdrawn = FeedbackItem.objects.get(pk=item.pk)
    withdrawn.attribution = "none"

    outcome = while_open(
        lambda: split(item=item, parts=PARTS, by=by),
        lambda: feedback.edit(item=withdrawn, by=by),
    )

    assert not isinstance(outcome, EngagementError)
    assert not organization.feedback_items.exists()
