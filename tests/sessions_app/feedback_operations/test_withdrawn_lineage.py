"""A withdrawn attribution stays withdrawn, whatever is split, merged, approved or undone."""

import pytest

from sessions_app.core.errors import EngagementError
from sessions_app.feedback.services import feedback, withdrawals
from sessions_app.feedback_operations.services import merges, splits, undo
from sessions_app.feedback_register.enums import BulkOperation
from sessions_app.feedback_register.selectors.bulk import BulkRequest, refusals
from sessions_app.models import FeedbackContact, FeedbackItem, StatementAnswer
from tests.builders import (
    build_feedback,
    build_organization,
    build_program,
    build_public_feedback,
    build_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def by():
    return build_user()


@pytest.fixture
def named():
    program, organization = build_program(), build_organization()

    def build():
        return build_feedback(program=program, organization=organization, attribution="named")

    return build


def sources(*items):
    stored = FeedbackItem.objects.in_bulk([item.pk for item in items])
    return [(stored[item.pk].attribution, stored[item.pk].organization) for item in items]


@pytest.mark.parametrize("level", ["type_only", "none"])
def test_withdrawal_after_a_merge_reaches_what_it_was_merged_into(named, by, level):
    survivor, gone = named(), named()
    operation = merges.merge(survivor=survivor, others=[gone], by=by)

    withdrawals.withdraw(item=gone, level=level)

    assert {attribution for attribution, _ in sources(survivor, gone)} == {level}
    undo.undo(operation=operation, reason="Two points.", by=by)
    assert {attribution for attribution, _ in sources(survivor, gone)} == {level}


def test_undo_does_not_name_what_was_withdrawn_since(named, by):
    survivor, gone = named(), named()
    FeedbackItem.objects.filter(pk=gone.pk).update(attribution="type_only")
    operation = merges.merge(survivor=survivor, others=[gone], by=by)
    withdrawals.withdraw(item=gone, level="type_only")

    with pytest.raises(EngagementError, match="that stays so"):
        undo.undo(operation=operation, reason="Two points.", by=by)

    assert undo.why_not(operation)
    assert [attribution for attribution, _ in sources(survivor, gone)] == ["type_only"] * 2


def test_survivor_of_another_organization_names_no_more_than_what_it_speaks_for(named, by):
    survivor, gone = named(), named()
    FeedbackItem.objects.filter(pk=survivor.pk).update(organization=build_organization())
    survivor.refresh_from_db()
    merges.merge(survivor=survivor, others=[gone], by=by)

    withdrawals.withdraw(item=gone, level="none")

    assert [attribution for attribution, _ in sources(survivor, gone)] == ["none", "none"]
    again = FeedbackItem.objects.get(pk=survivor.pk)
    again.attribution = "named"
    with pytest.raises(EngagementError):
        feedback.edit(item=again, by=by)


def test_withdrawal_of_a_part_reaches_the_whole_and_the_other_parts(named, by):
    whole = named()
    parts = [splits.Part(kind="concern", private_note=f"Point {number}.") for number in (1, 2)]
    splits.split(item=whole, parts=parts, by=by)
    first, second = whole.split_into.order_by("pk")

    withdrawals.withdraw(item=first, level="none")

    assert sources(whole, first, second) == [("none", None)] * 3


def test_part_of_a_withdrawn_item_is_not_named_again(named, by):
    whole = named()
    withdrawals.withdraw(item=whole, level="type_only")
    whole.refresh_from_db()
    parts = [splits.Part(kind="concern", private_note=f"Point {number}.") for number in (1, 2)]
    splits.split(item=whole, parts=parts, by=by)
    part = whole.split_into.earliest("pk")
    assert part.attribution == "type_only"

    part.attribution = "named"
    with pytest.raises(EngagementError):
        feedback.edit(item=part, by=by)


def test_withdrawal_forgets_who_wrote(named):
    item = named()
    FeedbackContact.objects.create(
        item=item, organization_name="Alder Falls Aid", email="ana@alder.example", language="en"
    )

    withdrawals.withdraw(item=item, level="none")

    assert not FeedbackContact.objects.exists()


def test_summary_that_was_corrected_is_not_approved_in_bulk():
    item = build_public_feedback(state="accepted", summary_approved_at=None)
    StatementAnswer.objects.create(feedback_item=item, kind="corrected", words="Differently.")

    found = refusals(BulkRequest(operation=BulkOperation.APPROVE), [item])

    assert found == {item.pk: "The organization corrected it, and nobody has settled that"}
