"""Reopening feedback items, and taking back that one is a duplicate."""

import pytest

from sessions_app.core.errors import ReasonRequiredError, TransitionNotAllowedError
from sessions_app.core.staff.history import history_words
from sessions_app.feedback.enums import (
    FEEDBACK_STATES_WITH_REASON,
    FeedbackState,
    RoutingReason,
)
from sessions_app.feedback.services import feedback, ways_back
from sessions_app.models import AuditEntry, FeedbackItem
from tests.builders import build_feedback, build_public_feedback, build_theme, build_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]

REOPENED_FROM = {"closed", "declined", "outside_authority"}
BEFORE_MARKING = {"new", "in_review", "accepted"}


@pytest.fixture
def officer():
    return build_user()


def in_state(state, **values):
    if state in FEEDBACK_STATES_WITH_REASON:
        values.setdefault("state_reason", "The first reason.")
    return build_public_feedback(state=state, **values)


def marked(officer, *, state="new", original=None, **values):
    item = in_state(state, **values)
    original = original or build_feedback()
    return feedback.mark_duplicate(item=item, duplicate_of=original, reason="Same.", by=officer)


@pytest.mark.parametrize("state", sorted(REOPENED_FROM))
def test_reopen_takes_an_item_back_into_review_with_the_new_reason(officer, state):
    item = in_state(state)

    ways_back.reopen(item=item, reason=" The law changed. ", by=officer)

    item.refresh_from_db()
    assert (item.state, item.state_reason) == (FeedbackState.IN_REVIEW, "The law changed.")
    entry = AuditEntry.objects.for_instance(item).get()
    assert (entry.action, entry.user) == ("engagement.feedback.move", officer)
    assert entry.data == {"state": [state, "in_review"]}


@pytest.mark.parametrize("state", sorted(set(FeedbackState.values) - REOPENED_FROM))
def test_reopen_is_refused_in_every_other_state(officer, state):
    item = in_state(state)

    with pytest.raises(TransitionNotAllowedError):
        ways_back.reopen(item=item, reason="Again.", by=officer)

    assert not AuditEntry.objects.for_instance(item).exists()
    assert FeedbackItem.objects.get(pk=item.pk).state == state


@pytest.mark.parametrize("verb", [ways_back.reopen, ways_back.unmark_duplicate])
def test_way_back_without_a_reason_changes_nothing(officer, verb):
    item = in_state("closed") if verb is ways_back.reopen else marked(officer)
    before = FeedbackItem.objects.filter(pk=item.pk).values().get()

    with pytest.raises(ReasonRequiredError) as refusal:
        verb(item=item, reason=" ", by=officer)

    assert refusal.value.field == "reason"
    assert FeedbackItem.objects.filter(pk=item.pk).values().get() == before


@pytest.mark.parametrize("state", sorted(REOPENED_FROM | {"duplicate"}))
@pytest.mark.parametrize("verb", ["start_review", "accept"])
def test_step_forward_without_a_reason_is_no_way_back(officer, state, verb):
    item = in_state(state)

    with pytest.raises(TransitionNotAllowedError):
        getattr(feedback, verb)(item=item, by=officer)


def test_reopened_item_goes_on_and_drops_the_reason(officer):
    item = ways_back.reopen(item=in_state("declined"), reason="Again.", by=officer)

    item = feedback.accept(item=item, by=officer)

    assert (item.state, item.state_reason) == (FeedbackState.ACCEPTED, "")


def test_reopening_keeps_summary_themes_and_links(officer):
    item = in_state("closed")
    theme = build_theme()
    feedback.edit(item=item, themes=[theme], by=officer)

    ways_back.reopen(item=item, reason="Again.", by=officer)

    assert list(FeedbackItem.objects.public()) == [item]
    assert list(item.themes.all()) == [theme]


@pytest.mark.parametrize("state", sorted(BEFORE_MARKING))
def test_item_that_is_no_duplicate_is_again_what_it_was(officer, state):
    original = build_public_feedback()
    item = marked(officer, state=state, original=original)
    assert list(FeedbackItem.objects.counted()) == [original]

    ways_back.unmark_duplicate(item=item, reason="Another office.", by=officer)

    item.refresh_from_db()
    assert (item.state, item.duplicate_of, item.state_reason) == (state, None, "Another office.")
    assert set(FeedbackItem.objects.counted()) == {original, item}
    assert set(FeedbackItem.objects.public()) == {original, item}


def test_audit_log_names_the_original_at_both_ends(officer):
    original = build_feedback()
    item = marked(officer, original=original)

    ways_back.unmark_duplicate(item=item, reason="Another office.", by=officer)

    unmarking, marking = AuditEntry.objects.for_instance(item).order_by("-pk")
    assert marking.data == {"state": ["new", "duplicate"], "duplicate_of": original.reference}
    assert unmarking.data == {"state": ["duplicate", "new"], "duplicate_of": original.reference}
    assert unmarking.user == officer
    assert history_words(unmarking).endswith(f"Duplicate → New; {original.reference}")


def test_item_marked_twice_is_again_what_it_was_the_second_time(officer):
    item = marked(officer, state="new")
    item = ways_back.unmark_duplicate(item=item, reason="No.", by=officer)
    item = feedback.accept(item=feedback.start_review(item=item, by=officer), by=officer)
    item = feedback.mark_duplicate(
        item=item, duplicate_of=build_feedback(), reason="Yes.", by=officer
    )

    item = ways_back.unmark_duplicate(item=item, reason="No.", by=officer)

    assert item.state == FeedbackState.ACCEPTED


def test_item_stored_as_a_duplicate_goes_to_review(officer):
    original = build_feedback()
    item = in_state("duplicate", duplicate_of=original)

    item = ways_back.unmark_duplicate(item=item, reason="Another office.", by=officer)

    assert (item.state, item.duplicate_of) == (FeedbackState.IN_REVIEW, None)


def test_unmarking_leaves_every_other_item_where_it_was(officer):
    last = build_feedback()
    middle = build_feedback()
    first = marked(officer, original=middle)
    middle = feedback.mark_duplicate(item=middle, duplicate_of=last, reason="Same.", by=officer)

    ways_back.unmark_duplicate(item=middle, reason="Another office.", by=officer)

    first.refresh_from_db()
    assert (first.state, first.duplicate_of) == (FeedbackState.DUPLICATE, middle)
    assert set(FeedbackItem.objects.counted()) == {middle, last}


@pytest.mark.parametrize("state", sorted(set(FeedbackState.values) - {"duplicate"}))
def test_unmarking_what_is_no_duplicate_is_refused(officer, state):
    item = in_state(state)

    with pytest.raises(TransitionNotAllowedError):
        ways_back.unmark_duplicate(item=item, reason="No.", by=officer)


def test_duplicate_that_was_routed_stays_routed(officer):
    item = feedback.erase(item=marked(officer), reason=RoutingReason.TOLD, by=officer)

    for verb in (ways_back.unmark_duplicate, ways_back.reopen):
        with pytest.raises(TransitionNotAllowedError):
            verb(item=item, reason="Back.", by=officer)
