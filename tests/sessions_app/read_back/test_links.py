"""The link to an organization's statements: who gets it, what it opens, and when it ends."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from sessions_app.core.errors import EngagementError
from sessions_app.mail.services import outbox
from sessions_app.models import Contact, OutboxMessage, ReadBack, StatementAnswer
from sessions_app.organizations.services import contacts, representatives
from sessions_app.programs.models import Language
from sessions_app.read_back.services import read_backs
from tests.builders import (
    build_contact,
    build_feedback,
    build_organization,
    build_public_feedback,
    build_registration,
)
from tests.sessions_app.answers import text_of
from tests.sessions_app.lookups import link_of as registration_link
from tests.sessions_app.read_back.conftest import link_of

pytestmark = pytest.mark.django_db


def change(contact, by, **values):
    for name, value in values.items():
        setattr(contact, name, value)
    membership = contact.memberships.get()
    membership.contact = contact
    contacts.change_contact(membership=membership, by=by)


ENDS = {
    "the membership ended": lambda contact, by: contacts.end_membership(
        membership=contact.memberships.get(), on=timezone.localdate(), by=by
    ),
    "no more e-mail": lambda contact, by: contacts.withdraw_email_consent(contact=contact),
    "staff noted: no e-mail": lambda contact, by: change(contact, by, email_consent=False),
    "another address": lambda contact, by: change(contact, by, email="new@example.org"),
    "staff ended it": lambda contact, by: read_backs.end(read_back=ReadBack.objects.get(), by=by),
}


def test_contacts_who_agreed_get_the_link_in_their_language(
    statement, start, organization, contact
):
    spanish, _made = Language.objects.get_or_create(code="es", defaults={"name": "Spanish"})
    build_contact(organization, name="Bo Rivers", preferred_language=spanish)
    build_contact(organization, email_consent=False)
    build_contact(build_organization())

    start()

    messages = OutboxMessage.objects.filter(kind="read_back").order_by("pk")
    assert [message.recipient for message in messages] == [
        contact.email,
        Contact.objects.get(name="Bo Rivers").email,
    ]
    assert "/es/organization/read-back/" in messages[1].body_text
    assert "Hola" in messages[1].body_text
    assert statement.public_summary not in messages[0].body_text


def test_page_shows_their_words_only_and_is_kept_by_nobody(
    client, asked, statement, session, organization
):
    own_draft = build_feedback(
        listening_session=session, organization=organization, public_summary="Draft words."
    )
    build_feedback(listening_session=session, organization=organization, private_note="No words.")
    build_public_feedback(
        listening_session=session,
        organization=build_organization(),
        public_summary="Somebody else said this.",
    )
    build_public_feedback(organization=organization, public_summary="At another session.")

    page = client.get(link_of(asked))

    text = text_of(page)
    assert statement.public_summary in text
    assert own_draft.public_summary in text
    assert "approved for the public" in text
    assert "The public cannot read them yet" in text
    for hidden in ("Somebody else", "another session.", "Said in private", "No words."):
        assert hidden not in text
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "no-referrer"
    assert not page.cookies


@pytest.mark.parametrize("reason", ENDS)
def test_link_ends_with_what_it_was_given_for(client, asked, contact, by, reason):
    link = link_of(asked)
    assert client.get(link).status_code == 200

    ENDS[reason](contact, by)

    page = client.get(link)
    assert page.status_code == 404
    assert "This link to your statements does not work" in text_of(page)
    assert client.post(link, {"answer": "confirmed"}).status_code == 404


def test_link_does_not_come_back_with_the_old_address(client, asked, contact, by):
    link = link_of(asked)
    change(contact, by, email="new@example.org")
    change(contact, by, email="ana@example.org")

    assert client.get(link).status_code == 404


def test_link_ends_when_a_representative_wants_no_more_mail(client, asked, contact, by):
    link = link_of(asked)
    contact.email_consent = False
    representatives.change_own_details(contact=contact, by=by)

    assert client.get(link).status_code == 404


def test_link_ends_after_its_last_day_where_the_session_was(client, asked, session):
    link = link_of(asked)
    last = datetime.datetime.combine(
        asked.answer_by, datetime.time(23, 59), session.local_start.tzinfo
    )
    with time_machine.travel(last, tick=False):
        assert client.get(link).status_code == 200
    with time_machine.travel(last + datetime.timedelta(minutes=1), tick=False):
        assert client.get(link).status_code == 404


def test_link_of_a_registration_opens_no_statements(client, asked):
    token = registration_link(build_registration()).split("/")[2]

    assert client.get(f"/organization/read-back/{token}/").status_code == 404


def test_looking_changes_nothing_and_answers_are_saved(client, asked, statement):
    link = link_of(asked)
    page = client.get(link)
    client.head(link)
    assert not StatementAnswer.objects.exists()
    form = page.context["rows"][0]["form"]
    given = {"reference": statement.reference, "read": form["read"].value()}

    answer = client.post(link, given | {"answer": "confirmed"}, follow=True)

    assert "Your answer is saved" in text_of(answer)
    assert StatementAnswer.objects.get().kind == "confirmed"

    refused = client.post(link, given | {"answer": "corrected"})
    assert refused.context["page_has_errors"]
    assert "Write what you would say instead" in text_of(refused)


def test_allegation_is_not_saved_and_the_page_says_where_to_turn(client, asked, statement):
    link = link_of(asked)
    form = client.get(link).context["rows"][0]["form"]
    words = "Officer Barnaby Quill shoved my client."
    page = client.post(
        link,
        {
            "reference": statement.reference,
            "read": form["read"].value(),
            "answer": "corrected",
            "words": words,
        },
    )

    assert page.status_code == 409
    assert "We did not save what you wrote" in text_of(page)
    assert not StatementAnswer.objects.exists()


def test_withdrawal_asks_first_and_then_leaves_nothing_to_see(client, asked, statement):
    link = link_of(asked)
    given = {"reference": statement.reference, "answer": "not_attributed", "read": "x"}

    asks = client.post(link, given)
    statement.refresh_from_db()
    assert "cannot be undone" in text_of(asks)
    assert statement.organization is not None

    done = client.post(link, given | {"sure": "yes"}, follow=True)
    statement.refresh_from_db()
    assert statement.organization is None
    assert "no longer works" in text_of(done)
    assert client.get(link).status_code == 404


def test_session_at_which_nobody_is_named_is_not_read_back(session, statement, start):
    session.attribution_rule = "not_attributed"
    session.save()

    with pytest.raises(EngagementError, match="No one is named"):
        start()


def test_organization_is_asked_once_at_a_time(asked, start, by):
    with pytest.raises(EngagementError, match="None of these"):
        start()

    read_backs.end(read_back=asked, by=by)
    assert len(start()) == 1


def test_reminder_goes_out_once_and_to_those_who_may_still_answer(
    statement, start, organization, contact, by
):
    gone = build_contact(organization)
    asked = start()[0]
    contacts.withdraw_email_consent(contact=gone)

    read_backs.remind(read_back=asked, by=by)

    reminded = OutboxMessage.objects.get(kind="read_back_reminder")
    assert reminded.recipient == contact.email
    with pytest.raises(EngagementError, match="reminded already"):
        read_backs.remind(read_back=asked, by=by)


def test_waiting_mail_is_not_sent_once_its_link_ended(asked, by):
    read_backs.end(read_back=asked, by=by)

    outbox.deliver_due()

    assert OutboxMessage.objects.get(kind="read_back").void_reason == "link_ended"
