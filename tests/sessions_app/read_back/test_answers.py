"""What an organization answers changes what may be published, and what staff can do."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sessions_app.actions import services as actions
from sessions_app.core.errors import EngagementError, ReasonRequiredError
from sessions_app.feedback.enums import AttributionLevel, RoutingReason
from sessions_app.feedback.errors import ReadsLikeAllegationError
from sessions_app.feedback.services import attribution, feedback, withdrawals
from sessions_app.feedback_operations.services.routing import route_to_complaints
from sessions_app.models import (
    AccessToken,
    AuditEntry,
    FeedbackItem,
    OutboxMessage,
    ReadBack,
    ReadBackRecipient,
    StatementAnswer,
)
from sessions_app.organization_operations.services import merges
from sessions_app.read_back.models import summary_hash
from sessions_app.read_back.services import answers, corrections
from tests.builders import (
    build_action,
    build_feedback,
    build_organization,
    build_public_feedback,
    build_user,
)
from tests.whole_database import tables_with

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def read(item):
    item.refresh_from_db()
    return {"reference": item.reference, "read": summary_hash(item)}


def kinds(item):
    return [answer.kind for answer in StatementAnswer.objects.filter(feedback_item=item)]


def test_confirmation_is_kept_once_and_changes_nothing(asked, statement):
    approved = statement.summary_approved_at
    for _time in range(2):
        answers.confirm(read_back=asked, **read(statement))

    assert kinds(statement) == ["confirmed"]
    statement.refresh_from_db()
    assert statement.summary_approved_at == approved
    entry = AuditEntry.objects.for_instance(statement).get()
    assert (entry.user, entry.data) == (None, {"answer": "confirmed"})


def test_words_that_changed_meanwhile_are_not_confirmed(asked, statement, by):
    seen = read(statement)
    statement.public_summary = "Notices should come in two languages."
    feedback.edit(item=statement, by=by)

    with pytest.raises(EngagementError, match="changed these words"):
        answers.confirm(read_back=asked, **seen)

    assert kinds(statement) == []


def test_correction_takes_the_summary_back_until_staff_settle_it(asked, statement, by):
    words = "Six languages, and in plain words."
    answers.correct(read_back=asked, **read(statement), words=words)

    statement.refresh_from_db()
    assert statement.summary_approved_at is None
    assert not FeedbackItem.objects.public().exists()
    with pytest.raises(EngagementError, match="corrected this summary"):
        feedback.approve_summary(item=statement, by=by)

    corrections.accept(item=statement, summary="Notices in six languages.", by=by)
    feedback.approve_summary(item=statement, by=by)

    statement.refresh_from_db()
    assert statement.public_summary == "Notices in six languages."
    answer = StatementAnswer.objects.get()
    assert (answer.words, answer.settlement, answer.settled_by) == (words, "accepted", by)


def test_summary_is_kept_against_a_correction_with_a_reason_and_approved_again(
    asked, statement, by
):
    answers.correct(read_back=asked, **read(statement), words="Six languages.")
    with pytest.raises(ReasonRequiredError):
        corrections.keep(item=statement, reason=" ", by=by)
    corrections.keep(item=statement, reason="The recording says five.", by=by)

    statement.refresh_from_db()
    assert statement.summary_approved_at is None
    feedback.approve_summary(item=statement, by=by)
    with pytest.raises(EngagementError, match="No correction is waiting"):
        corrections.keep(item=statement, reason="Again.", by=by)


def test_later_answer_replaces_a_correction_and_both_are_kept(asked, statement, by):
    answers.correct(read_back=asked, **read(statement), words="Six languages.")
    answers.confirm(read_back=asked, **read(statement))

    assert kinds(statement) == ["confirmed", "corrected"]
    assert StatementAnswer.objects.get(kind="corrected").settlement == "replaced"
    feedback.approve_summary(item=statement, by=by)


def test_correction_that_reads_like_an_allegation_is_not_saved(asked, statement):
    words = "Officer Barnaby Quill shoved my client against the wall."
    with pytest.raises(ReadsLikeAllegationError):
        answers.correct(read_back=asked, **read(statement), words=words)

    assert kinds(statement) == []
    statement.refresh_from_db()
    assert statement.summary_approved_at is not None
    assert "sessions_app_statementanswer" not in tables_with("quill")


def test_statement_of_another_organization_or_session_is_not_answered(asked, session):
    foreign = build_public_feedback(
        listening_session=session, organization=build_organization(), attribution="named"
    )
    for item in (foreign, build_public_feedback(organization=asked.organization)):
        with pytest.raises(EngagementError, match="no longer"):
            answers.confirm(read_back=asked, **read(item))
        with pytest.raises(EngagementError, match="no longer"):
            answers.withdraw(read_back=asked, reference=item.reference, kind="not_attributed")

    assert not StatementAnswer.objects.exists()


@pytest.mark.parametrize("level", ["named", "type_only"])
def test_withdrawal_to_the_type_stays_even_if_it_was_no_more(asked, statement, by, level):
    FeedbackItem.objects.update(attribution=level)

    assert answers.withdraw(read_back=asked, reference=statement.reference, kind="type_only")

    statement.refresh_from_db()
    assert statement.attribution == AttributionLevel.TYPE_ONLY
    assert statement.attribution_withdrawn
    assert statement.organization == asked.organization
    assert statement.summary_approved_at is not None
    statement.attribution = AttributionLevel.NAMED
    with pytest.raises(EngagementError, match="stays so"):
        feedback.edit(item=statement, by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        FeedbackItem.objects.update(attribution="named")


def test_form_that_was_open_before_a_withdrawal_does_not_undo_it(asked, statement, by):
    stale = FeedbackItem.objects.get(pk=statement.pk)
    stale.severity = "high"
    answers.withdraw(read_back=asked, reference=statement.reference, kind="not_attributed")

    with pytest.raises(EngagementError, match="stays so"):
        feedback.edit(item=stale, by=by)

    statement.refresh_from_db()
    assert (statement.organization, statement.attribution) == (None, "none")


@pytest.mark.parametrize("tie", ["duplicate_of", "merged_into", "split_from"])
@pytest.mark.parametrize("goes_up", [True, False])
def test_withdrawal_reaches_relatives_of_the_same_organization(
    asked, statement, organization, tie, goes_up
):
    relative = build_feedback(organization=organization, attribution="named")
    stranger = build_feedback(organization=build_organization(), attribution="named")
    if goes_up and tie == "split_from":
        FeedbackItem.objects.filter(pk=statement.pk).update(**{tie: relative})
    else:
        FeedbackItem.objects.filter(pk=relative.pk).update(**{tie: statement})
    FeedbackItem.objects.filter(pk=stranger.pk).update(duplicate_of=statement)

    answers.withdraw(read_back=asked, reference=statement.reference, kind="not_attributed")

    for item in (statement, relative):
        item.refresh_from_db()
        assert (item.organization, item.attribution) == (None, "none")
        assert item.attribution_withdrawn
    stranger.refresh_from_db()
    assert stranger.organization is not None


def test_withdrawn_statement_has_no_key_and_no_name_left(asked, statement, organization, by):
    action = build_action()
    link = actions.link_feedback(action=action, item=statement, by=by)
    link.note = "Promised to Alder Falls legal aid."
    link.save()
    FeedbackItem.objects.update(
        private_note="ALDER FALLS LEGAL AID asked for five languages.",
        public_summary="Alder Falls Legal Aid wants five languages.",
    )
    answers.correct(
        read_back=asked, **read(statement), words="We at Alder Falls Legal Aid said six."
    )

    has_more = answers.withdraw(
        read_back=asked, reference=statement.reference, kind="not_attributed"
    )

    assert not has_more
    statement.refresh_from_db()
    assert statement.organization is None
    assert statement.public_source == "A participant"
    assert not ReadBack.objects.exists()
    assert not ReadBackRecipient.objects.exists()
    assert not AccessToken.objects.exists()
    assert "Alder" not in "".join(OutboxMessage.objects.values_list("body_text", flat=True))
    # Besides the organization itself, and the session that is named after the same town.
    assert {
        name
        for name in tables_with("alder falls legal")
        if not name.startswith("sessions_app_search")
    } == {"sessions_app_organization"}
    entries = AuditEntry.objects.for_instance(statement)
    assert {entry.user for entry in entries if "withdraw" in entry.action} == {None}
    assert organization.reference not in str([entry.data for entry in entries])


def test_merged_organization_does_not_tell_whose_statement_it_was(
    asked, statement, organization, by
):
    kept = build_organization(name="Alder Aid")
    merge = merges.merge(kept=kept, merged=organization, by=by)
    rows = "sessions_app.feedbackitem.organization"
    assert merge.moved["rows"][rows] == [statement.pk]
    asked.refresh_from_db()

    answers.withdraw(read_back=asked, reference=statement.reference, kind="not_attributed")

    merge.refresh_from_db()
    assert merge.moved["rows"][rows] == []
    merges.undo(merge=merge, by=by)
    statement.refresh_from_db()
    assert statement.organization is None


def test_other_statements_can_still_be_answered_after_a_withdrawal(
    asked, statement, session, organization
):
    other = build_public_feedback(
        listening_session=session, organization=organization, attribution="named"
    )
    assert answers.withdraw(read_back=asked, reference=statement.reference, kind="not_attributed")

    answers.confirm(read_back=asked, **read(other))

    assert kinds(statement) == ["not_attributed"]
    assert kinds(other) == ["confirmed"]


def test_least_naming_and_the_refusal_to_name_more():
    item = FeedbackItem(attribution="type_only", attribution_withdrawn=True)
    assert attribution.least(["named", "none", "type_only"]) == "none"
    assert attribution.least(["named", "type_only"]) == "type_only"
    withdrawals.require_no_more_named(item, "none")
    withdrawals.require_no_more_named(item, "type_only")
    with pytest.raises(EngagementError):
        withdrawals.require_no_more_named(item, "named")
    withdrawals.require_no_more_named(FeedbackItem(attribution="none"), "named")


def test_routing_erases_what_was_answered(asked, statement, by):
    answers.correct(read_back=asked, **read(statement), words="A quibblefroth of languages.")
    corrections.keep(item=statement, reason="Not a quibblefroth.", by=by)

    route_to_complaints(item=statement, reason=RoutingReason.TOLD, by=by)

    assert tables_with("quibblefroth") == set()
    assert StatementAnswer.objects.get().settled_at <= timezone.now()


def test_nothing_is_answered_after_the_end(asked, statement):
    from sessions_app.read_back.services import read_backs

    read_backs.end(read_back=asked, by=build_user())

    with pytest.raises(EngagementError, match="no longer"):
        answers.confirm(read_back=asked, **read(statement))
