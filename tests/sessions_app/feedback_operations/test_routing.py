"""Routing to complaints erases an allegation, and all that repeats it or was written about it."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from engagement_site import held_forms
from sessions_app.actions import services as actions
from sessions_app.core.errors import (
    EngagementError,
    ReasonRequiredError,
    TransitionNotAllowedError,
)
from sessions_app.core.models import ERASED
from sessions_app.core.models.search import FTS_TABLE
from sessions_app.feedback.enums import (
    FEEDBACK_STATES_WITH_REASON,
    AttributionLevel,
    FeedbackState,
    RoutingReason,
)
from sessions_app.feedback.selectors.lineage import family_of
from sessions_app.feedback.services import feedback
from sessions_app.feedback_operations.services.routing import route_to_complaints
from sessions_app.mail.services import outbox
from sessions_app.models import (
    ActionEvidence,
    ActionLink,
    ActionUpdate,
    AuditEntry,
    FeedbackItem,
    FollowUpAction,
    Jurisdiction,
    OutboxMessage,
)
from tests.builders import (
    build_action,
    build_feedback,
    build_organization,
    build_public_feedback,
    build_theme,
    build_user,
)
from tests.sessions_app.answers import text_of
from tests.whole_database import tables_with

pytestmark = [pytest.mark.django_db, pytest.mark.database]

WORD = "quibblefroth"


@pytest.fixture
def officer_by():
    return build_user()


def route(item, by):
    return route_to_complaints(item=item, reason=RoutingReason.TOLD, by=by)


def build_family(by):
    """Return an item with the word in every text, and its duplicate, parts, and merged items."""
    item = build_public_feedback(
        private_note=f"{WORD} did it.",
        public_summary=f"Someone like {WORD}.",
        state_reason=WORD,
        organization=build_organization(),
        attribution=AttributionLevel.NAMED,
    )
    item.jurisdictions.add(Jurisdiction.objects.first())
    feedback.edit(item=item, themes=[build_theme()], by=by)
    whole = build_feedback(private_note=WORD, was_split=True)
    FeedbackItem.objects.filter(pk=item.pk).update(split_from=whole)
    part = build_feedback(private_note=WORD, split_from=whole)
    merged, copy = build_feedback(private_note=WORD), build_feedback(private_note=WORD)
    feedback.mark_duplicate(item=copy, duplicate_of=merged, reason=f"As {WORD}", by=by)
    FeedbackItem.objects.filter(pk=merged.pk).update(merged_into=part)
    return item, {item.pk, whole.pk, part.pk, merged.pk, copy.pk}


def build_drafted_action(item, by):
    """Return an action that answers the item alone, with the word in every text."""
    action = build_action(
        title=WORD, description=WORD, outcome=WORD, state_reason=WORD, is_public=True,
        owner=build_user(), state="accepted",
    )  # fmt: skip
    actions.link_feedback(action=action, item=item, note=WORD, by=by)
    actions.edit(action=action, by=by)
    action.owner = build_user()
    actions.edit(action=action, by=by)
    actions.post_update(
        action=action,
        text=WORD,
        revised_due_on=timezone.localdate(),
        due_reason=WORD,
        is_public=True,
        evidence=[SimpleUploadedFile(f"{WORD}.txt", WORD.encode())],
        by=by,
    )
    return FollowUpAction.objects.get(pk=action.pk)


def test_family_is_all_that_shares_words(officer_by):
    _item, family = build_family(officer_by)
    build_feedback()

    assert all(family_of(FeedbackItem.objects.get(pk=key)) == family for key in family)


def test_nothing_of_the_family_is_left_in_the_database(
    officer_by, client, settings, django_capture_on_commit_callbacks
):
    item, _family = build_family(officer_by)
    action = build_drafted_action(item, officer_by)
    file = Path(ActionEvidence.objects.get().file.path)
    session = client.session
    session[held_forms.SESSION_KEY] = {
        "author": officer_by.pk,
        "path": reverse("feedbackitem:edit", args=[item.pk]),
        "data": f"private_note={WORD}",
        "at": 0,
    }
    session.save()
    fts = {FTS_TABLE, f"{FTS_TABLE}_data"} if connection.vendor == "sqlite" else set()
    assert tables_with(WORD) == fts | {
        "django_session",
        "sessions_app_actionevidence",
        "sessions_app_actionlink",
        "sessions_app_actionupdate",
        "sessions_app_feedbackitem",
        "sessions_app_followupaction",
        "sessions_app_outboxmessage",
        "sessions_app_searchentry",
    }

    with django_capture_on_commit_callbacks(execute=True):
        route(FeedbackItem.objects.get(pk=item.pk), officer_by)

    assert tables_with(WORD) == set()
    assert not file.exists()
    assert client.get("/follow-ups/").content.count(WORD.encode()) == 0
    assert client.get(action.get_absolute_url()).status_code == 404


def test_references_states_and_dates_stay_and_who_routed_why(officer_by):
    item, family = build_family(officer_by)
    build_drafted_action(item, officer_by)
    before = FeedbackItem.objects.in_bulk(family)

    routed = route(FeedbackItem.objects.get(pk=item.pk), officer_by)

    assert routed.state_reason == "The speaker was told how to file a complaint."
    for kept in FeedbackItem.objects.filter(pk__in=family):
        was = before[kept.pk]
        assert kept.state == FeedbackState.ROUTED
        assert (kept.reference, kept.received_on, kept.program_id) == (
            was.reference,
            was.received_on,
            was.program_id,
        )
        assert (kept.organization, kept.language) == (None, None)
        assert not kept.jurisdictions.exists()
        assert not kept.codings.exists()
        entry = AuditEntry.objects.for_instance(kept).get(action="engagement.feedback.move",
                                                          data__reason="told")  # fmt: skip
        assert entry.user == officer_by
        assert entry.data == {"state": [was.state, "routed"], "reason": "told"}
    update = ActionUpdate.objects.get()
    assert (update.text, update.due_reason, update.is_public) == (ERASED, ERASED, False)
    assert AuditEntry.objects.filter(action="engagement.action.erase").count() == 1
    assert AuditEntry.objects.filter(action="engagement.action.unlink").count() == 1


def test_family_counts_once_as_before(officer_by):
    original, copy = build_feedback(), build_feedback()
    feedback.mark_duplicate(item=copy, duplicate_of=original, reason="Same.", by=officer_by)

    route(copy, officer_by)

    assert list(FeedbackItem.objects.counted()) == [original]


@pytest.mark.parametrize("state", sorted(set(FeedbackState.values) - {"routed"}))
def test_item_is_routed_from_every_state(officer_by, state):
    reason = "Because." if state in FEEDBACK_STATES_WITH_REASON else ""

    assert route(build_feedback(state=state, state_reason=reason), officer_by).state == "routed"


def test_item_is_routed_once(officer_by):
    routed = route(build_feedback(), officer_by)

    with pytest.raises(TransitionNotAllowedError):
        route(routed, officer_by)


def test_reason_is_a_choice_and_no_text(officer_by):
    item = build_feedback(private_note="Words.")

    with pytest.raises(ReasonRequiredError):
        route_to_complaints(item=item, reason="Officer So-and-so did it.", by=officer_by)
    item.refresh_from_db()
    assert (item.state, item.private_note) == (FeedbackState.NEW, "Words.")


def test_action_that_answers_another_item_keeps_its_texts_and_loses_the_note(officer_by):
    item, other = build_feedback(), build_feedback()
    action = build_action(title="Print the hotline", is_public=True)
    for each in (item, other):
        actions.link_feedback(action=action, item=each, note=WORD, by=officer_by)

    route(item, officer_by)

    action.refresh_from_db()
    assert (action.title, action.is_public) == ("Print the hotline", True)
    assert list(ActionLink.objects.values_list("feedback_item", "note")) == [(other.pk, WORD)]


def test_waiting_mail_about_an_erased_action_is_not_sent(officer_by, mailoutbox):
    item = build_feedback()
    build_drafted_action(item, officer_by)
    message = OutboxMessage.objects.get()

    route(item, officer_by)

    assert outbox.deliver_due() == 0
    assert mailoutbox == []
    message.refresh_from_db()
    assert message.void_reason == "erased"
    with pytest.raises(EngagementError):
        outbox.send_again(message=message, by=officer_by)


def test_nothing_brings_words_back_to_a_routed_item(officer_by):
    routed = route(build_feedback(), officer_by)

    with pytest.raises(EngagementError, match="no action can be linked"):
        actions.link_feedback(action=build_action(), item=routed, note=WORD, by=officer_by)
    with pytest.raises(EngagementError, match="Route this one to complaints as well"):
        feedback.mark_duplicate(
            item=build_feedback(), duplicate_of=routed, reason="Same.", by=officer_by
        )


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "Other words."},
        {"text": ERASED, "is_public": True},
        {"text": ERASED, "to_state": "declined"},
        {"text": ERASED, "by_id": None},
    ],
)
def test_database_lets_an_update_lose_its_texts_and_nothing_else(officer_by, changed):
    actions.post_update(action=build_action(), text="Words.", by=officer_by)

    with pytest.raises(DatabaseError), transaction.atomic():
        ActionUpdate.objects.update(**changed)
    assert ActionUpdate.objects.update(text=ERASED) == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        ActionUpdate.objects.get()._meta.default_manager.all()._raw_delete("default")


def test_staff_see_what_will_be_erased_before_they_confirm(officer_client, officer):
    item, family = build_family(officer)
    action = build_drafted_action(item, officer)
    shared = build_action(title="Print the hotline")
    for each in (item, build_feedback()):
        actions.link_feedback(action=shared, item=each, by=officer)
    url = reverse("feedbackitem:move", args=[item.pk, "route"])

    page = text_of(officer_client.get(url))

    assert "places of 5 items" in page
    assert all(
        reference in page
        for reference in FeedbackItem.objects.filter(pk__in=family).values_list(
            "reference", flat=True
        )
    )
    assert "2 links to follow-up actions, with their notes." in page
    assert f"evidence of the action {action.reference}" in page
    assert f"Not erased: the action {shared.reference}" in page
    unchosen = officer_client.post(url, {})
    assert unchosen.context["form"].errors == {"reason": ["Choose the reason."]}
    assert officer_client.post(url, {"reason": "filed"}).status_code == 302
    assert tables_with(WORD) == set()
