"""Of staff and an organization at once, the second sees what the first has done."""

import datetime

import pytest
from django.utils import timezone

from sessions_app.feedback.services import feedback
from sessions_app.models import FeedbackItem, ReadBack
from sessions_app.read_back.models import summary_hash
from sessions_app.read_back.services import answers, corrections, read_backs
from tests.builders import (
    build_contact,
    build_feedback,
    build_organization,
    build_public_feedback,
    build_session,
    build_user,
)
from tests.concurrency.interleaving import twice, while_open

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.database]


@pytest.fixture
def by():
    return build_user()


@pytest.fixture
def item():
    organization = build_organization()
    build_contact(organization)
    start = timezone.now() - datetime.timedelta(days=2)
    return build_public_feedback(
        listening_session=build_session(starts_at=start, state="held"),
        organization=organization,
        attribution="named",
    )


def start(item, by):
    return read_backs.start(
        listening_session=item.listening_session,
        organizations=[item.organization],
        answer_by=timezone.localdate() + datetime.timedelta(days=10),
        by=by,
    )


@pytest.fixture
def asked(item, by):
    return start(item, by)[0]


def withdraw(asked, item):
    return answers.withdraw(read_back=asked, reference=item.reference, kind="not_attributed")


def correct(asked, item):
    return answers.correct(
        read_back=asked,
        reference=item.reference,
        read=summary_hash(item),
        words="We said it otherwise.",
    )


def test_edit_does_not_undo_a_withdrawal_that_it_waited_for(asked, item, by):
    stale = FeedbackItem.objects.get(pk=item.pk)
    stale.severity = "high"

    refusal = while_open(lambda: withdraw(asked, item), lambda: feedback.edit(item=stale, by=by))

    assert "stays so" in refusal.message
    item.refresh_from_db()
    assert (item.organization, item.attribution) == (None, "none")


def test_withdrawal_reaches_an_item_that_is_being_marked_as_its_duplicate(asked, item, by):
    relative = build_feedback(organization=item.organization, attribution="named")

    while_open(
        lambda: feedback.mark_duplicate(item=relative, duplicate_of=item, reason="Same.", by=by),
        lambda: withdraw(asked, item),
    )

    relative.refresh_from_db()
    assert (relative.organization, relative.attribution) == (None, "none")


def test_summary_is_not_approved_while_it_is_corrected(asked, item, by):
    refusal = while_open(
        lambda: correct(asked, item), lambda: feedback.approve_summary(item=item, by=by)
    )

    assert "corrected this summary" in refusal.message
    item.refresh_from_db()
    assert item.summary_approved_at is None


def test_correction_is_settled_once(asked, item, by):
    correct(asked, item)

    refusal = twice(corrections.keep, item=item, reason="The recording says so.", by=by)

    assert "No correction is waiting" in refusal.message


def test_statement_is_not_answered_while_the_read_back_ends(asked, item, by):
    refusal = while_open(
        lambda: read_backs.end(read_back=asked, by=by), lambda: withdraw(asked, item)
    )

    assert "can no longer be answered" in refusal.message


def test_organization_is_asked_once_by_two_people(item, by):
    refusal = while_open(lambda: start(item, by), lambda: start(item, by))

    assert "None of these organizations" in refusal.message
    asked = ReadBack.objects.get(listening_session=item.listening_session)
    assert asked.recipients.count() == 1


def test_reminder_goes_out_once(asked, by):
    refusal = twice(read_backs.remind, read_back=asked, by=by)

    assert "reminded already" in refusal.message
