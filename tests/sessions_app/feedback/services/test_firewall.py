"""The complaint firewall stops words before they are saved, whatever way they come in."""

import pytest

from sessions_app.feedback.enums import FeedbackKind
from sessions_app.feedback.errors import ReadsLikeAllegationError
from sessions_app.feedback.services import feedback
from sessions_app.models import AuditEntry, FeedbackItem
from tests.builders import build_feedback, build_program, build_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ALLEGATION = "Officer Brandlewick, badge 4471, shoved my brother."


def unsaved(**values):
    return FeedbackItem(
        kind=FeedbackKind.CONCERN, program=build_program(), **{"private_note": "Fine."} | values
    )


def actions_of(item):
    return sorted(AuditEntry.objects.for_instance(item).values_list("action", flat=True))


@pytest.mark.parametrize("field", ["private_note", "public_summary"])
def test_record_stops_an_allegation(field):
    with pytest.raises(ReadsLikeAllegationError, match="badge 4471") as stopped:
        feedback.record(item=unsaved(**{field: ALLEGATION}), by=build_user())

    assert stopped.value.field == field
    assert not FeedbackItem.objects.exists()
    assert not AuditEntry.objects.filter(action__startswith="engagement.feedback").exists()


def test_record_of_what_is_said_to_be_none_is_logged_without_the_words():
    item = feedback.record(
        item=unsaved(private_note=ALLEGATION), by=build_user(), is_no_allegation=True
    )

    assert actions_of(item) == ["engagement.feedback.create", "engagement.feedback.pass"]
    entries = AuditEntry.objects.for_instance(item)
    assert not any("Brandlewick" in f"{entry.label} {entry.data}" for entry in entries)


def test_record_of_other_words_logs_no_decision():
    item = feedback.record(item=unsaved(), by=build_user(), is_no_allegation=True)

    assert actions_of(item) == ["engagement.feedback.create"]


@pytest.mark.parametrize("field", ["private_note", "public_summary"])
def test_edit_stops_changed_words_alone(field):
    item = build_feedback()
    setattr(item, field, ALLEGATION)
    with pytest.raises(ReadsLikeAllegationError):
        feedback.edit(item=item, by=build_user())
    assert getattr(FeedbackItem.objects.get(), field) != ALLEGATION

    feedback.edit(item=item, by=build_user(), is_no_allegation=True)
    assert "engagement.feedback.pass" in actions_of(item)

    # Asked once about the same words.
    item.severity = "high"
    feedback.edit(item=item, by=build_user())
    assert actions_of(item).count("engagement.feedback.pass") == 1
    assert FeedbackItem.objects.get().severity == "high"
