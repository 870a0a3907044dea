"""Two forms of one writer at once, and a writer and staff at once."""

import pytest

from sessions_app.core.errors import EngagementError
from sessions_app.feedback.services import contacts, feedback, intake
from sessions_app.models import FeedbackContact, FeedbackItem, FeedbackMessage
from sessions_app.public_feedback.services import drafts
from tests.builders import build_organization, build_program, build_user
from tests.concurrency.interleaving import twice, while_open

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.database]


def written() -> FeedbackItem:
    return intake.receive(
        program=build_program(),
        kind="concern",
        words="Only in English.",
        writer=intake.Writer(attribution="named", organization_name="Alder Falls Aid"),
        code="0" * 16,
        language="en",
    )


def test_draft_that_is_sent_twice_at_once_is_logged_once():
    code = drafts.save(code=None, page="who", answers={"who": "nothing"})
    sent = drafts.Sent(
        program=build_program(), kind="concern", words="Once.", writer=intake.Writer()
    )

    reference = twice(drafts.send, code=code, sent=sent, language="en")

    assert FeedbackItem.objects.get(program=sent.program).reference == reference


def test_message_that_is_sent_twice_at_once_is_added_once():
    item = written()

    twice(intake.add_message, item=item, text="Also in May.", key="one")

    assert FeedbackMessage.objects.filter(item=item).count() == 1


def test_staff_who_save_while_the_writer_withdraws_do_not_name_the_source():
    item, by, organization = written(), build_user(), build_organization()
    opened = FeedbackItem.objects.get(pk=item.pk)
    opened.organization = organization

    refusal = while_open(
        lambda: intake.withdraw_naming(item=item),
        lambda: feedback.edit(item=opened, by=by),
    )

    assert isinstance(refusal, EngagementError)
    item.refresh_from_db()
    assert (item.attribution, item.organization) == ("none", None)


def test_organization_is_not_matched_while_the_writer_withdraws():
    item, by, organization = written(), build_user(), build_organization()

    refusal = while_open(
        lambda: intake.withdraw_contact(item=item),
        lambda: contacts.match_organization(item=item, organization=organization, by=by),
    )

    assert isinstance(refusal, EngagementError)
    assert not FeedbackContact.objects.filter(item=item).exists()
