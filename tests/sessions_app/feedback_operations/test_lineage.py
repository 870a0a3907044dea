"""Splitting and merging feedback items, and undoing it."""

import pytest
from django.utils import timezone

from sessions_app.actions import services as actions
from sessions_app.core.errors import ChangedMeanwhileError, EngagementError
from sessions_app.core.models import ERASED
from sessions_app.core.services.versions import version_of
from sessions_app.core.staff.history import history_words
from sessions_app.feedback.enums import AttributionLevel, FeedbackState
from sessions_app.feedback.errors import ReadsLikeAllegationError
from sessions_app.feedback.services import feedback, notes
from sessions_app.feedback_operations.services.merges import merge
from sessions_app.feedback_operations.services.routing import route_to_complaints
from sessions_app.feedback_operations.services.splits import Part, split
from sessions_app.feedback_operations.services.undo import undo, why_not
from sessions_app.models import AuditEntry, FeedbackItem, Jurisdiction, LineageOperation
from tests.builders import (
    build_action,
    build_feedback,
    build_organization,
    build_program,
    build_public_feedback,
    build_session,
    build_theme,
    build_user,
)
from tests.sessions_app.feedback_operations.lineage import snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def officer():
    return build_user()


@pytest.fixture
def program():
    return build_program()


def part(words="One point.", **values):
    return Part(kind="concern", private_note=words, **values)


def split_in_two(item, officer, **values):
    return split(item=item, parts=[part("The bus stop."), part("The form.")], by=officer, **values)


def refreshed(*items):
    for item in items:
        item.refresh_from_db()
    return items if len(items) > 1 else items[0]


def parts_of(operation):
    parts = FeedbackItem.objects.filter(lineage__operation=operation, lineage__role="part")
    return list(parts.order_by("pk"))


def test_parts_keep_what_is_known_of_the_whole_and_are_counted_for_it(officer):
    session = build_session()
    whole = build_public_feedback(
        listening_session=session, organization=build_organization(), attribution="named",
        state="in_review", severity="high", channel="session", received_on="2026-03-04",
    )  # fmt: skip
    whole.jurisdictions.add(Jurisdiction.objects.first())
    theme = build_theme()

    operation = split(
        item=whole, parts=[part(themes=[theme]), part(public_summary="Ours.")], by=officer
    )

    made = parts_of(operation)
    assert set(FeedbackItem.objects.counted()) == set(made)
    assert not FeedbackItem.objects.public().exists()
    whole = refreshed(whole)
    for each in made:
        assert each.split_from == whole
        for name in (
            "program", "listening_session", "organization", "attribution", "state", "severity",
            "channel", "received_on", "language",
        ):  # fmt: skip
            assert getattr(each, name) == getattr(whole, name)
        assert each.summary_approved_at is None
        assert list(each.jurisdictions.all()) == list(whole.jurisdictions.all())
    assert [list(each.themes.all()) for each in made] == [
        [theme],
        [],
    ]
    entry = AuditEntry.objects.for_instance(whole).get()
    assert history_words(entry).endswith(", ".join(map(str, made)))


def test_links_move_to_the_parts_that_they_answer(officer):
    whole, action, other, third = build_feedback(), build_action(), build_action(), build_action()
    for each in (action, other, third):
        actions.link_feedback(action=each, item=whole, note=f"For {each}", by=officer)

    operation = split(
        item=whole,
        parts=[
            part(actions=frozenset({action.pk})),
            part(actions=frozenset({action.pk, other.pk})),
        ],
        by=officer,
    )

    one, two = parts_of(operation)
    assert set(one.actions.all()) == {action}
    assert set(two.actions.all()) == {action, other}
    assert {link.note for link in two.action_links.all()} == {f"For {action}", f"For {other}"}
    assert list(whole.actions.all()) == [third]


def test_part_of_a_session_that_names_nobody_since_leaves_no_source_anywhere(officer):
    session = build_session()
    organization = build_organization()
    whole = build_feedback(
        listening_session=session, organization=organization, attribution="named"
    )
    session.attribution_rule = "not_attributed"
    session.save()

    operation = split_in_two(whole, officer)
    undo(operation=operation, reason="No.", by=officer)

    assert not organization.feedback_items.exists()
    assert set(FeedbackItem.objects.values_list("attribution", flat=True)) == {"none"}


@pytest.mark.parametrize("count", [0, 1, 11])
def test_split_needs_two_parts_and_at_most_ten(officer, count):
    with pytest.raises(EngagementError, match="two points"):
        split(item=build_feedback(), parts=[part()] * count, by=officer)


def test_part_that_reads_like_an_allegation_stops_the_whole_split(officer):
    whole = build_feedback()
    parts = [part(), part("Officer Daniel Smith hit a man.")]

    with pytest.raises(ReadsLikeAllegationError):
        split(item=whole, parts=parts, by=officer)

    assert FeedbackItem.objects.get() == whole
    split(item=whole, parts=parts, by=officer, is_no_allegation=True)
    assert FeedbackItem.objects.counted().count() == 2


def test_split_of_an_item_that_was_changed_meanwhile_is_refused(officer):
    whole = build_feedback()
    seen = version_of(whole)
    whole.save()

    with pytest.raises(ChangedMeanwhileError):
        split_in_two(whole, officer, expected_version=seen)


@pytest.mark.parametrize(
    "state", ["answered", "closed", "declined", "outside_authority", "duplicate", "routed"]
)
def test_item_that_is_decided_is_neither_split_nor_merged_away(officer, program, state):
    item = build_feedback(program=program, state=state, state_reason="Because.")

    with pytest.raises(EngagementError):
        split_in_two(item, officer)
    with pytest.raises(EngagementError):
        merge(survivor=build_feedback(program=program), others=[item], by=officer)

    assert not LineageOperation.objects.exists()


def test_item_that_others_stand_for_takes_part_in_nothing_and_does_not_move(officer, program):
    whole, kept, gone, other = (build_feedback(program=program) for _n in range(4))
    split_in_two(whole, officer)
    merge(survivor=kept, others=[gone], by=officer)

    for item in (whole, gone):
        for refused in (
            lambda item=item: split_in_two(item, officer),
            lambda item=item: merge(survivor=other, others=[item], by=officer),
            lambda item=item: merge(survivor=item, others=[other], by=officer),
            lambda item=item: feedback.start_review(item=item, by=officer),
            lambda item=item: feedback.mark_duplicate(
                item=other, duplicate_of=item, reason="Same.", by=officer
            ),
            lambda item=item: feedback.mark_duplicate(
                item=item, duplicate_of=other, reason="Same.", by=officer
            ),
        ):
            with pytest.raises(EngagementError, match=r"was (split|merged)"):
                refused()


def test_survivor_gets_what_the_others_have_and_keeps_its_words(officer, program):
    kept, other = (build_feedback(program=program, private_note=f"Words {n}") for n in range(2))
    both, own = build_theme(), build_theme()
    feedback.edit(item=kept, themes=[both], by=officer)
    feedback.edit(
        item=other, themes=[both, own], jurisdictions=[Jurisdiction.objects.first()], by=officer
    )
    shared, action = build_action(), build_action()
    actions.link_feedback(action=shared, item=kept, note="Kept", by=officer)
    actions.link_feedback(action=shared, item=other, note="Other", by=officer)
    actions.link_feedback(action=action, item=other, by=officer)

    merge(survivor=kept, others=[other], by=officer)

    kept, other = refreshed(kept, other)
    assert (kept.private_note, other.private_note) == ("Words 0", "Words 1")
    assert set(kept.themes.all()) == {both, own}
    assert set(kept.jurisdictions.all()) == {Jurisdiction.objects.first()}
    assert set(kept.action_links.values_list("action", "note")) == {
        (shared.pk, "Kept"),
        (action.pk, ""),
    }
    assert list(FeedbackItem.objects.counted()) == [kept]
    assert other.merged_into == kept


def test_survivor_names_no_more_than_any_source_allowed(officer, program):
    named, typed = (
        build_feedback(program=program, organization=build_organization(), attribution=level)
        for level in ("named", "type_only")
    )

    operation = merge(survivor=named, others=[typed], by=officer)

    assert refreshed(named).attribution == AttributionLevel.TYPE_ONLY
    named.attribution = AttributionLevel.NAMED
    with pytest.raises(EngagementError, match="also speaks for"):
        feedback.edit(item=named, by=officer)
    undo(operation=operation, reason="Two points.", by=officer)
    assert refreshed(named).attribution == AttributionLevel.NAMED


def test_item_that_is_not_attributed_survives_and_no_step_keeps_a_source_for_it(officer, program):
    organization = build_organization()
    named = build_feedback(program=program, organization=organization, attribution="named")
    unnamed = build_feedback(program=program, attribution="none")

    with pytest.raises(EngagementError, match="Keep that one"):
        merge(survivor=named, others=[unnamed], by=officer)
    operation = merge(survivor=unnamed, others=[named], by=officer)

    assert refreshed(unnamed).organization is None
    assert organization.reference not in str(operation.before)
    assert not any(
        organization.reference in str(entry.data)
        for entry in AuditEntry.objects.for_instance(unnamed)
    )


def test_withdrawn_attribution_stays_withdrawn_and_leaves_no_key_in_the_family(officer):
    organization = build_organization()
    whole = build_feedback(organization=organization, attribution="named")
    operation = split_in_two(whole, officer)
    first, _second = parts_of(operation)

    first.attribution = AttributionLevel.NONE
    feedback.edit(item=first, by=officer)

    assert not organization.feedback_items.exists()
    assert set(FeedbackItem.objects.values_list("attribution", flat=True)) == {"none"}
    with pytest.raises(EngagementError, match="changed since"):
        undo(operation=operation, reason="No.", by=officer)


def test_withdrawal_from_a_merged_item_lowers_the_item_that_speaks_for_it(officer, program):
    kept, other = (
        build_feedback(program=program, organization=build_organization(), attribution="named")
        for _n in range(2)
    )
    operation = merge(survivor=kept, others=[other], by=officer)

    other = refreshed(other)
    other.attribution = AttributionLevel.NONE
    feedback.edit(item=other, by=officer)
    undo(operation=operation, reason="Two points.", by=officer)

    for item in refreshed(kept, other):
        assert (item.attribution, item.organization) == (AttributionLevel.NONE, None)


def test_duplicate_of_the_same_source_is_withdrawn_with_the_original(officer):
    organization = build_organization()
    original, copy = (
        build_feedback(organization=organization, attribution="named") for _n in range(2)
    )
    feedback.mark_duplicate(item=copy, duplicate_of=original, reason="Same.", by=officer)

    original.attribution = AttributionLevel.NONE
    feedback.edit(item=original, by=officer)

    assert not organization.feedback_items.exists()


def test_undone_split_gives_the_whole_back_and_keeps_its_parts_as_merged_into_it(officer):
    whole = build_public_feedback()
    action = build_action()
    actions.link_feedback(action=action, item=whole, note="A note", by=officer)
    before = snapshot([whole])
    links = frozenset({action.pk})
    operation = split(item=whole, parts=[part(actions=links), part(actions=links)], by=officer)

    undo(operation=operation, reason="One point.", by=officer)

    assert snapshot([whole]) == before
    assert list(FeedbackItem.objects.counted()) == [whole]
    assert set(FeedbackItem.objects.filter(merged_into=whole)) == set(parts_of(operation))
    operation.refresh_from_db()
    assert (operation.undone_by, operation.reason) == (officer, "One point.")
    with pytest.raises(EngagementError, match="already been undone"):
        undo(operation=operation, reason="Again.", by=officer)


@pytest.mark.parametrize("change", ["edited", "linked", "merged", "routed"])
def test_split_whose_parts_were_worked_on_is_not_undone(officer, change):
    whole = build_feedback()
    operation = split_in_two(whole, officer)
    first, second = parts_of(operation)
    if change == "edited":
        feedback.edit(item=first, by=officer)
    elif change == "linked":
        actions.link_feedback(action=build_action(), item=first, by=officer)
    elif change == "merged":
        merge(survivor=first, others=[second], by=officer)
    else:
        route_to_complaints(item=first, reason="told", by=officer)
    before = snapshot([whole, first, second])

    assert why_not(operation)
    with pytest.raises(EngagementError):
        undo(operation=operation, reason="No.", by=officer)

    assert snapshot([whole, first, second]) == before


def test_undone_merge_gives_everything_back(officer, program):
    kept, other = (build_feedback(program=program) for _n in range(2))
    feedback.edit(
        item=other, themes=[build_theme()], jurisdictions=[Jurisdiction.objects.first()],
        by=officer,
    )  # fmt: skip
    actions.link_feedback(action=build_action(), item=other, note="A note", by=officer)
    before = snapshot([kept, other])
    operation = merge(survivor=kept, others=[other], by=officer)

    assert why_not(operation) == ""
    undo(operation=operation, reason="Two points.", by=officer)

    assert snapshot([kept, other]) == before


def test_merge_is_not_undone_before_a_later_one_or_after_a_link_was_removed(officer, program):
    one, two, three = (build_feedback(program=program) for _n in range(3))
    action = build_action()
    actions.link_feedback(action=action, item=two, by=officer)
    first = merge(survivor=one, others=[two], by=officer)
    second = merge(survivor=three, others=[one], by=officer)

    with pytest.raises(EngagementError, match="later step"):
        undo(operation=first, reason="No.", by=officer)
    undo(operation=second, reason="No.", by=officer)
    actions.unlink_feedback(action=action, item=one, by=officer)
    with pytest.raises(EngagementError, match="was removed since"):
        undo(operation=first, reason="No.", by=officer)

    assert list(FeedbackItem.objects.filter(merged_into=one)) == [two]


def test_mark_as_duplicate_is_a_step_that_can_be_undone(officer):
    item, original = build_feedback(state="accepted"), build_feedback()
    feedback.mark_duplicate(item=item, duplicate_of=original, reason="Same.", by=officer)

    undo(operation=LineageOperation.objects.get(), reason="Another point.", by=officer)

    item = refreshed(item)
    assert (item.state, item.duplicate_of) == (FeedbackState.ACCEPTED, None)
    operation = LineageOperation.objects.get()
    assert (operation.undone_by, operation.reason) == (officer, "Another point.")


def test_reason_that_reads_like_an_allegation_is_not_stored(officer, program):
    operation = merge(
        survivor=build_feedback(program=program),
        others=[build_feedback(program=program)],
        by=officer,
    )

    with pytest.raises(ReadsLikeAllegationError):
        undo(operation=operation, reason="Officer Daniel Smith hit a man.", by=officer)


def test_reason_is_erased_with_the_words_of_the_family(officer, program):
    kept, other = (build_feedback(program=program) for _n in range(2))
    operation = merge(survivor=kept, others=[other], by=officer)
    undo(operation=operation, reason="The one is about the bus.", by=officer)

    route_to_complaints(item=other, reason="told", by=officer)

    assert LineageOperation.objects.get().reason == ERASED


def test_item_that_took_part_in_a_step_is_not_taken_back(officer, program):
    session = build_session(program=program, starts_at=timezone.now())
    kept, gone = (
        notes.log_line(listening_session=session, line=f"c Line {n}", key=f"{n}", by=officer)
        for n in range(2)
    )
    operation = merge(survivor=kept, others=[gone], by=officer)
    undo(operation=operation, reason="Two points.", by=officer)

    with pytest.raises(EngagementError, match="while it is new"):
        notes.take_back(item=gone, by=officer)
