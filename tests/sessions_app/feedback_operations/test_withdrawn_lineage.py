"""A withdrawn attribution stays withdrawn, whatever is split, merged, approved or undone."""

import pytest
from django.utils import timezone

from sessions_app.actions.selectors.tracker import public_action
from sessions_app.actions.services import link_feedback
from sessions_app.core.errors import EngagementError
from sessions_app.core.services.versions import version_of
from sessions_app.feedback.services import feedback, intake, notes, withdrawals
from sessions_app.feedback_operations.services import merges, splits, undo
from sessions_app.feedback_operations.services.routing import route_to_complaints
from sessions_app.feedback_register.enums import BulkOperation
from sessions_app.feedback_register.selectors.bulk import BulkRequest, refusals
from sessions_app.models import (
    FeedbackContact,
    FeedbackItem,
    FeedbackMessage,
    FeedbackReceipt,
    ImportedRow,
    StatementAnswer,
    TrailAnswer,
)
from sessions_app.organization_operations.services import merges as organization_merges
from sessions_app.read_back.selectors.trails import trail_of
from sessions_app.read_back.services import trails
from tests.builders import (
    build_action,
    build_feedback,
    build_organization,
    build_program,
    build_public_feedback,
    build_session,
    build_user,
)
from tests.sessions_app.feedback_import.sheets import uploaded

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


def written(**values):
    item = build_feedback(channel="web", attribution="named", **values)
    FeedbackContact.objects.create(
        item=item, organization_name="Alder Falls Aid", email="ana@alder.example", language="en"
    )
    FeedbackReceipt.objects.create(item=item, code_hash="!")
    return item


def test_survivor_that_becomes_not_attributed_holds_no_contact(by):
    program = build_program()
    survivor = written(program=program)
    gone = build_feedback(program=program, attribution="named", organization=build_organization())
    merges.merge(survivor=survivor, others=[gone], by=by)

    withdrawals.withdraw(item=gone, level="none")

    assert not FeedbackContact.objects.exists()


def test_writer_who_is_not_to_be_named_leaves_no_key_and_no_name(by):
    double, organization = (build_organization(name=name) for name in ("A. F. Aid", "Alder Aid"))
    item = written(
        organization=double,
        private_note="We at Alder Falls Aid and at Alder Aid see it.",
        public_summary="Alder Aid sees it.",
    )
    merge = organization_merges.merge(kept=organization, merged=double, by=by)
    assert str(item.pk) in str(merge.moved)
    link = link_feedback(
        action=build_action(), item=item, by=by, relation="partly", note="As Alder Aid asked."
    )
    FeedbackMessage.objects.create(item=item, text="Alder Falls Aid again.", is_new=True)

    intake.withdraw_naming(item=FeedbackItem.objects.get(pk=item.pk))

    item.refresh_from_db()
    merge.refresh_from_db()
    link.refresh_from_db()
    label = "sessions_app.feedbackitem.organization"
    assert item.pk not in merge.moved["rows"].get(label, [])
    words = [item.private_note, item.public_summary, link.note, item.messages.get().text]
    assert "Ald" not in "".join(words)


def test_public_reads_no_note_about_an_item_that_was_merged_away(named, by):
    survivor, gone = named(), named()
    FeedbackItem.objects.filter(pk=survivor.pk).update(
        public_summary="In our words.", summary_approved_at=timezone.now()
    )
    survivor.refresh_from_db()
    action = build_action(is_public=True)
    link_feedback(action=action, item=gone, by=by, relation="partly", note="A private note.")
    operation = merges.merge(survivor=survivor, others=[gone], by=by)

    (link,) = public_action(reference=action.reference).links
    (entry,) = trail_of([survivor.organization]).entries
    assert (link.relation, link.note, entry.steps[0].link.note) == ("partly", "", "")

    undo.undo(operation=operation, reason="Two points.", by=by)
    assert gone.action_links.get().note == "A private note."


def test_item_with_an_open_correction_is_neither_split_nor_merged(named, by):
    item, other = named(), named()
    StatementAnswer.objects.create(feedback_item=item, kind="corrected", words="Differently.")
    parts = [splits.Part(kind="concern", private_note=f"Point {number}.") for number in (1, 2)]

    with pytest.raises(EngagementError, match="Settle the correction first"):
        splits.split(item=item, parts=parts, by=by)
    with pytest.raises(EngagementError, match="Settle the correction first"):
        merges.merge(survivor=other, others=[item], by=by)


def test_nothing_waits_for_an_answer_once_an_item_was_routed(by):
    item = build_feedback()
    StatementAnswer.objects.create(feedback_item=item, kind="corrected", words="Differently.")
    TrailAnswer.objects.create(feedback_item=item, is_right=False, remark="Not so.")

    route_to_complaints(item=item, reason="told", by=by)

    assert not StatementAnswer.objects.open_corrections().exists()
    assert not TrailAnswer.objects.to_read().exists()
    with pytest.raises(EngagementError):
        trails.reply(item=item, text="New words.", by=by)


def test_no_action_is_linked_to_an_item_that_others_stand_for(named, by):
    survivor, gone = named(), named()
    merges.merge(survivor=survivor, others=[gone], by=by)
    gone.refresh_from_db()

    with pytest.raises(EngagementError, match="was merged into"):
        link_feedback(action=build_action(), item=gone, by=by)


def test_merge_makes_another_version_of_what_it_keeps(named, by):
    survivor, gone = named(), named()
    version = version_of(survivor)

    merges.merge(survivor=survivor, others=[gone], by=by)

    survivor.refresh_from_db()
    assert version_of(survivor) != version


def test_line_that_was_imported_can_be_taken_back(by):
    item = build_feedback(listening_session=build_session(), recorded_by=by)
    found = uploaded("Comment", "One", by=by)
    ImportedRow.objects.create(feedback_import=found, item=item, number=2, fingerprint="x")

    notes.take_back(item=item, by=by)

    assert not ImportedRow.objects.exists()


def test_trail_of_a_statement_that_was_merged_twice_goes_on_in_the_last(by):
    program, organization = build_program(), build_organization()
    mine = build_public_feedback(
        program=program, organization=organization, attribution="type_only", state="accepted"
    )
    middle, last = (build_public_feedback(program=program, state="accepted") for _n in range(2))
    action = build_action(is_public=True)
    link_feedback(action=action, item=last, by=by)
    merges.merge(survivor=middle, others=[mine], by=by)
    middle.refresh_from_db()
    merges.merge(survivor=last, others=[middle], by=by)
    feedback.decline(item=last, reason="The law does not allow it.", by=by)

    (entry,) = trail_of([organization]).entries

    assert (entry.item, entry.goes_on_in, entry.status) == (mine, last, "Declined")
    assert entry.reason == "The law does not allow it."
    assert [step.action for step in entry.steps] == [action]

    FeedbackItem.objects.filter(pk=last.pk).update(summary_approved_at=None)
    (entry,) = trail_of([organization]).entries
    assert (entry.status, entry.reason) == ("Declined", "")
