"""Services of what the public says, and of the answers to it."""

import datetime

from sessions_app.feedback.selectors.intake import confirmation_token
from sessions_app.feedback.services import answers, contacts, intake
from sessions_app.models import FeedbackContact, FeedbackItem
from sessions_app.public_feedback.services import drafts
from tests.builders import build_organization, build_program, build_user
from tests.sessions_app.audit.catalog import call, no_log

CREATE = "engagement.feedback.create"
CONFIRM = "feedback_confirm_address"
WRITER = intake.Writer(
    attribution="named", organization_name="Alder Falls Aid", email="ana@alder.example"
)


def written(writer: intake.Writer = WRITER) -> FeedbackItem:
    return intake.receive(**words(None), code="0" * 16, writer=writer, language="en")


def words(by):
    return {"program": build_program(), "kind": "concern", "words": "Only in English."}


@call(intake.receive, CREATE)
def anonymous(by):
    return {**words(by), "writer": intake.Writer(), "code": "0" * 16, "language": "en"}


@call(intake.receive, CREATE, mails=[CONFIRM])
def somebody_with_an_address(by):
    return {**words(by), "writer": WRITER, "code": "0" * 16, "language": "es"}


@call(drafts.send, CREATE)
def draft_that_is_ready(by):
    sent = drafts.Sent(**words(by), writer=intake.Writer())
    code = drafts.save(code=None, page="who", answers={"who": "nothing"})
    return {"code": code, "sent": sent, "language": "en"}


@call(intake.add_message, "engagement.feedback.add")
def something_more(by):
    return {"item": written(), "text": "Also in May.", "key": "one"}


@call(intake.withdraw_contact, "engagement.feedback.withdraw")
def contact_that_was_left(by):
    return {"item": written()}


@call(intake.withdraw_naming, "engagement.feedback.unname")
def named_writer(by):
    return {"item": written()}


@call(contacts.confirm_address, "engagement.feedback.confirm_address")
def link_from_the_mailbox(by):
    return {"raw": confirmation_token(FeedbackContact.objects.get(item=written()))}


@call(contacts.match_organization, "engagement.feedback.edit")
def typed_name(by):
    return {"item": written(), "organization": build_organization()}


@call(answers.answer_writer, "engagement.feedback.answer_writer", mails=["feedback_answered"])
def writer_with_a_confirmed_address(by):
    item = written()
    FeedbackContact.objects.update(email_confirmed_on=datetime.date(2026, 11, 1))
    return {"item": item, "text": "Thank you."}


@call(answers.mark_read, "engagement.feedback.read")
def new_message(by):
    item = written()
    intake.add_message(item=item, text="Also in May.", key="one")
    return {"item": item}


@call(answers.log_letter, CREATE, CREATE, "engagement.feedback.move")
def letter_with_an_allegation(by):
    letter = answers.Letter(
        program=build_program(),
        channel="post",
        received_on=datetime.date(2026, 11, 2),
        organization=None,
        attribution="type_only",
    )
    points = [
        answers.Point(kind="concern", words="Only in English."),
        answers.Point(kind="concern", words="Whatever.", was_allegation=True),
    ]
    return {"letter": letter, "points": points, "by": build_user()}


no_log(
    [drafts.save, drafts.keep, drafts.drop, drafts.discard],
    because="a draft is its writer's alone, and nobody can read it",
)
no_log([contacts.forget], because="part of services that write the log")
no_log(
    [drafts.draft_of, drafts.stop_allegation, intake.stop_allegation, answers.has_reader],
    because="reads or checks; changes nothing",
)
