"""Services of read-back."""

import datetime

from django.utils import timezone

from sessions_app.models import StatementAnswer, TrailAnswer
from sessions_app.read_back.models import summary_hash
from sessions_app.read_back.services import answers, corrections, links, read_backs, trails
from tests.builders import (
    build_contact,
    build_organization,
    build_public_feedback,
    build_session,
)
from tests.sessions_app.audit.catalog import call, no_log

ANSWER = "engagement.feedback.read_back"


def to_ask():
    organization = build_organization()
    build_contact(organization)
    start = timezone.now() - datetime.timedelta(days=2)
    item = build_public_feedback(
        listening_session=build_session(starts_at=start, state="held"),
        organization=organization,
        attribution="named",
    )
    return {
        "listening_session": item.listening_session,
        "organizations": [organization],
        "answer_by": timezone.localdate() + datetime.timedelta(days=10),
    }


def asked(by):
    return read_backs.start(**to_ask(), by=by)[0]


def answered(by):
    read_back = asked(by)
    item = read_back.listening_session.feedback_items.get()
    return {"read_back": read_back, "reference": item.reference}, item


def corrected(by):
    _arguments, item = answered(by)
    StatementAnswer.objects.create(feedback_item=item, kind="corrected", words="Otherwise.")
    return item


@call(read_backs.start, "engagement.read_back.start", mails=["read_back"])
def statement(by):
    return to_ask()


@call(read_backs.remind, "engagement.read_back.remind", mails=["read_back_reminder"])
def without_answer(by):
    return {"read_back": asked(by)}


@call(read_backs.end, "engagement.read_back.end")
def open_one(by):
    return {"read_back": asked(by)}


@call(answers.confirm, ANSWER, on_behalf_of="")
def right(by):
    arguments, item = answered(by)
    return arguments | {"read": summary_hash(item)}


@call(answers.correct, ANSWER, on_behalf_of="")
def wrong(by):
    arguments, item = answered(by)
    return arguments | {"read": summary_hash(item), "words": "We said it otherwise."}


@call(answers.withdraw, ANSWER, "engagement.feedback.withdraw_attribution", on_behalf_of="")
def not_ours(by):
    arguments, _item = answered(by)
    return arguments | {"kind": "not_attributed"}


@call(corrections.accept, "engagement.feedback.edit", "engagement.feedback.settle_correction")
def accepted(by):
    return {"item": corrected(by), "summary": "As they say it."}


@call(corrections.keep, "engagement.feedback.settle_correction")
def kept(by):
    return {"item": corrected(by), "reason": "The recording says so."}


no_log(
    [links.recipient_for, links.void_reason, trails.contact_for],
    because="reads, locks or checks; changes nothing",
)


@call(trails.request_link, mails=["trail_link"], on_behalf_of="")
def contact_who_asks(by):
    contact = build_contact(build_organization())
    return {"email": contact.email, "submission": "one"}


@call(trails.request_link, mails=["trail_unknown"], on_behalf_of="")
def stranger_who_asks(by):
    return {"email": "stranger@example.org", "submission": "one"}


@call(trails.send_links, "engagement.organization.send_trail", mails=["trail_link"])
def organization_that_asked(by):
    return {"organization": build_contact(build_organization()).organizations.get()}


def in_a_trail():
    return build_public_feedback(organization=build_organization(), attribution="named")


@call(trails.answer, "engagement.feedback.trail", on_behalf_of="")
def objection(by):
    item = in_a_trail()
    return {
        "organizations": [item.organization],
        "reference": item.reference,
        "is_right": False,
        "remark": "It is not printed.",
    }


@call(trails.reply, "engagement.feedback.trail_reply")
def objection_to_answer(by):
    item = in_a_trail()
    TrailAnswer.objects.create(feedback_item=item, is_right=False, remark="It is not printed.")
    return {"item": item, "text": "It is now."}


no_log(
    [links.link_token, links.revoke_links, trails.trail_token],
    because="part of a service that writes the entry: a link alone is no event",
)
no_log(
    [read_backs.forget],
    because="part of a withdrawal, which is logged without telling whose statement it was",
)
