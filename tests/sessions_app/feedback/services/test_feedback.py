"""Services for feedback items: log, code, approve, and close with a reason."""

import pytest
from django.db import IntegrityError, transaction

from sessions_app.core.errors import (
    ChangedMeanwhileError,
    EngagementError,
    ReasonRequiredError,
    TransitionNotAllowedError,
)
from sessions_app.core.services.versions import version_of
from sessions_app.feedback.enums import AttributionLevel, FeedbackKind, FeedbackState, RoutingReason
from sessions_app.feedback.services import feedback
from sessions_app.listening_sessions.enums import AttributionRule
from sessions_app.models import AuditEntry, FeedbackItem
from tests.builders import (
    build_feedback,
    build_organization,
    build_program,
    build_public_feedback,
    build_session,
    build_theme,
    build_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def officer():
    return build_user()


def test_record_keeps_themes_and_who_coded_them(officer):
    themes = [build_theme(), build_theme()]
    item = feedback.record(
        item=FeedbackItem(
            kind=FeedbackKind.CONCERN, program=build_program(), private_note="Said aloud."
        ),
        themes=themes,
        by=officer,
    )

    assert sorted(c.theme_id for c in item.codings.all()) == sorted(t.pk for t in themes)
    assert {c.coded_by for c in item.codings.all()} == {officer}
    entry = AuditEntry.objects.for_instance(item).get()
    assert (entry.action, entry.label) == ("engagement.feedback.create", item.reference)
    assert "Said aloud" not in str(entry.data)


def test_record_without_attribution_keeps_no_source(officer):
    item = feedback.record(
        item=FeedbackItem(
            kind=FeedbackKind.CONCERN,
            program=build_program(),
            private_note="x",
            attribution=AttributionLevel.NONE,
            organization=build_organization(),
        ),
        by=officer,
    )

    assert FeedbackItem.objects.get(pk=item.pk).organization is None


def test_database_refuses_a_source_without_attribution():
    item = build_feedback(attribution=AttributionLevel.NONE)

    with pytest.raises(IntegrityError), transaction.atomic():
        FeedbackItem.objects.filter(pk=item.pk).update(organization=build_organization())


def test_record_refuses_a_session_of_another_program(officer):
    with pytest.raises(EngagementError) as refusal:
        feedback.record(
            item=FeedbackItem(
                kind=FeedbackKind.CONCERN,
                program=build_program(),
                listening_session=build_session(),
                private_note="x",
            ),
            by=officer,
        )

    assert refusal.value.field == "program"


def test_record_keeps_a_sessions_promise_that_nobody_is_named(officer):
    session = build_session(attribution_rule=AttributionRule.NOT_ATTRIBUTED)
    values = {
        "kind": FeedbackKind.CONCERN,
        "program": session.program,
        "listening_session": session,
        "private_note": "x",
    }

    with pytest.raises(EngagementError) as refusal:
        feedback.record(item=FeedbackItem(**values, attribution=AttributionLevel.NAMED), by=officer)
    kept = feedback.record(
        item=FeedbackItem(**values, attribution=AttributionLevel.NONE), by=officer
    )

    assert refusal.value.field == "attribution"
    assert list(FeedbackItem.objects.all()) == [kept]


def test_edit_of_an_approved_summary_needs_approval_again(officer):
    item = build_feedback(public_summary="First words.")
    approved = feedback.approve_summary(item=item, by=officer)
    assert list(FeedbackItem.objects.public()) == [item]

    approved.severity = "high"
    feedback.edit(item=approved, by=officer)
    assert list(FeedbackItem.objects.public()) == [item]

    approved.public_summary = "Other words."
    feedback.edit(item=approved, by=officer)
    assert list(FeedbackItem.objects.public()) == []


def test_approve_summary_without_words_is_refused(officer):
    with pytest.raises(EngagementError):
        feedback.approve_summary(item=build_feedback(public_summary="  "), by=officer)


@pytest.mark.parametrize("verb", ["decline", "mark_outside_authority"])
def test_ends_need_a_reason(officer, verb):
    item = build_feedback()

    with pytest.raises(ReasonRequiredError):
        getattr(feedback, verb)(item=item, reason=" ", by=officer)
    moved = getattr(feedback, verb)(item=item, reason="Because.", by=officer)

    assert moved.state_reason == "Because."
    with pytest.raises(TransitionNotAllowedError):
        feedback.start_review(item=moved, by=officer)


def test_route_to_complaints_keeps_nothing_of_what_was_said(officer):
    item = build_feedback(private_note="Officer So-and-so did it.", public_summary="x")

    feedback.erase(item=item, reason=RoutingReason.TOLD, by=officer)

    kept = FeedbackItem.objects.get(pk=item.pk)
    assert "So-and-so" not in kept.private_note
    assert (kept.state, kept.public_summary) == (FeedbackState.ROUTED, "")


def test_duplicates_count_once(officer):
    first, second = build_feedback(), build_feedback()

    feedback.mark_duplicate(item=second, duplicate_of=first, reason="Same point.", by=officer)

    assert list(FeedbackItem.objects.counted()) == [first]
    with pytest.raises(EngagementError):
        feedback.mark_duplicate(item=first, duplicate_of=second, reason="x", by=officer)


def test_split_and_merged_items_count_once():
    whole = build_feedback(was_split=True)
    part = build_feedback(split_from=whole)
    build_feedback(merged_into=part)

    assert list(FeedbackItem.objects.counted()) == [part]


def test_item_goes_all_the_way_to_closed(officer):
    item = build_feedback()
    for verb in ("start_review", "accept", "answer", "close"):
        item = getattr(feedback, verb)(item=item, by=officer)

    assert item.state == FeedbackState.CLOSED


def test_form_filled_before_an_item_was_routed_brings_no_allegation_back(officer):
    item = build_feedback(private_note="Officer Doe hit him.", public_summary="Somebody was hit.")
    in_the_form = FeedbackItem.objects.get(pk=item.pk)
    feedback.erase(item=item, reason=RoutingReason.TOLD, by=officer)

    with pytest.raises(EngagementError, match="routed to complaints"):
        feedback.edit(item=in_the_form, by=officer)

    item.refresh_from_db()
    assert "Doe" not in item.private_note
    assert (item.state, item.public_summary) == (FeedbackState.ROUTED, "")


def test_route_to_complaints_keeps_no_source_and_no_coding(officer):
    item = build_feedback(organization=build_organization(), attribution=AttributionLevel.NAMED)
    feedback.edit(item=item, themes=[build_theme()], by=officer)

    routed = feedback.erase(item=item, reason=RoutingReason.TOLD, by=officer)

    assert (routed.organization, routed.attribution) == (None, AttributionLevel.NONE)
    assert not routed.codings.exists()


def test_edit_of_a_stale_item_is_refused_with_the_version_that_holds(officer):
    item = build_feedback()
    stale, seen = FeedbackItem.objects.get(pk=item.pk), version_of(item)
    item.public_summary = "One hotline would do."
    feedback.edit(item=item, by=officer)
    stale.private_note = "More."

    with pytest.raises(ChangedMeanwhileError) as refusal:
        feedback.edit(item=stale, expected_version=seen, by=officer)

    feedback.edit(item=stale, expected_version=refusal.value.version, by=officer)
    item.refresh_from_db()
    assert item.private_note == "More."


@pytest.mark.parametrize("attribution", [AttributionLevel.NAMED, AttributionLevel.NONE])
def test_naming_somebody_else_needs_approval_again(officer, attribution):
    item = build_public_feedback(attribution=AttributionLevel.TYPE_ONLY)
    item.attribution = attribution

    assert feedback.edit(item=item, by=officer).summary_approved_at is None


def test_source_is_never_told_against_the_promise_of_the_session():
    session = build_session(attribution_rule="on_the_record")
    item = build_feedback(
        listening_session=session,
        program=session.program,
        organization=build_organization(name="Alder Aid"),
        attribution=AttributionLevel.NAMED,
    )
    assert item.public_source == "Alder Aid"

    session.attribution_rule = "not_attributed"

    assert item.public_source == "A participant"


def test_duplicate_of_an_item_that_becomes_one_leads_on_to_the_original(officer):
    first, second, third = build_feedback(), build_feedback(), build_feedback()
    feedback.mark_duplicate(item=first, duplicate_of=second, reason="The same.", by=officer)

    feedback.mark_duplicate(item=second, duplicate_of=third, reason="The same.", by=officer)

    first.refresh_from_db()
    assert (first.duplicate_of, first.duplicate_of.duplicate_of) == (second, third)
    assert list(FeedbackItem.objects.counted()) == [third]
    with pytest.raises(EngagementError, match="not itself a duplicate"):
        feedback.mark_duplicate(item=third, duplicate_of=first, reason="The same.", by=officer)
