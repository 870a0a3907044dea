"""Delivery of the outbox through a real SMTP server."""

import datetime

import pytest
from django.utils import timezone

from sessions_app.core.errors import EngagementError, TokenInvalidError
from sessions_app.mail.services import outbox
from sessions_app.models import AuditEntry, OutboxMessage
from sessions_app.registrations.services import personal_links, transitions
from tests.builders import build_registration, build_session, build_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def parts(message):
    return {part.get_content_type(): part for part in message.walk() if not part.is_multipart()}


def test_deliver_due_sends_text_html_and_calendar_with_the_real_link(smtp_server):
    registration = build_registration(email="ana@example.org")
    raw = personal_links.raw_token_for(registration=registration)

    assert outbox.deliver_due() == 1

    (message,) = smtp_server.messages
    stored = OutboxMessage.objects.get()
    assert message["Message-ID"] == stored.message_id
    found = parts(message)
    assert sorted(found) == ["text/calendar", "text/html", "text/plain"]
    assert f"/registrations/{raw}/" in found["text/plain"].get_content()
    assert f"/registrations/{raw}/" in found["text/html"].get_content()
    calendar = found["text/calendar"]
    assert calendar.get_param("method") == "REQUEST"
    assert "METHOD:REQUEST" in calendar.get_content()
    assert raw not in calendar.get_content()
    assert raw not in stored.body_text + stored.body_html


def test_deliver_due_sends_once(smtp_server):
    build_registration()

    assert [outbox.deliver_due(), outbox.deliver_due()] == [1, 0]
    assert len(smtp_server.messages) == 1


def test_deliver_due_leaves_a_leased_message_alone_until_the_lease_runs_out(smtp_server):
    build_registration()
    message = OutboxMessage.objects.get()
    now = timezone.now()
    OutboxMessage.objects.update(lease_until=now + outbox.LEASE, lease_key="held by another")

    assert outbox.deliver_due() == 0
    assert outbox.deliver_due(now=now + outbox.LEASE + datetime.timedelta(seconds=1)) == 1
    assert smtp_server.messages[0]["Message-ID"] == message.message_id


def test_deliver_due_waits_longer_after_each_refusal_and_keeps_the_message_id(smtp_server):
    build_registration()
    smtp_server.stop()
    now = timezone.now()

    waits = []
    for _attempt in range(3):
        assert outbox.deliver_due(now=now) == 0
        message = OutboxMessage.objects.get()
        waits.append(message.next_attempt_at - now)
        now = message.next_attempt_at
    smtp_server.start()

    assert waits == outbox.BACK_OFF[:3]
    assert "ConnectionRefusedError" in message.last_error
    assert outbox.deliver_due(now=now) == 1
    assert smtp_server.messages[0]["Message-ID"] == message.message_id
    message.refresh_from_db()
    assert (message.attempts, message.last_error) == (4, "")


def test_deliver_due_gives_up_visibly_after_the_last_attempt(smtp_server):
    build_registration()
    smtp_server.stop()
    OutboxMessage.objects.update(attempts=len(outbox.BACK_OFF))

    outbox.deliver_due()

    message = OutboxMessage.objects.get()
    assert message.failed_at is not None
    assert outbox.deliver_due(now=timezone.now() + datetime.timedelta(days=9)) == 0


def test_name_typed_as_a_placeholder_fetches_nobodys_link(smtp_server):
    victim = build_registration(email="victim@example.org")
    token = victim.access_tokens.get()
    build_registration(build_session(), email="thief@example.org", name=f"[[token:{token.pk}]]")

    outbox.deliver_due()

    secret = personal_links.raw_token_for(registration=victim)
    (to_thief,) = [m for m in smtp_server.messages if m["To"] == "thief@example.org"]
    contents = [part.get_content() for part in parts(to_thief).values()]
    assert not [content for content in contents if secret in content]


def test_line_break_in_a_title_stays_out_of_the_subject(smtp_server):
    build_registration(build_session(title="Listening\nBcc: everyone@example.org"))

    outbox.deliver_due()

    (message,) = smtp_server.messages
    assert message["Bcc"] is None
    assert message["Subject"] == "You have a seat: Listening Bcc: everyone@example.org"


def test_send_again_sends_the_same_message_once_more(smtp_server):
    registration = build_registration()
    # A duplicate registration queues an e-mail with the link. It does not supersede the first.
    with pytest.raises(EngagementError):
        build_registration(registration.listening_session, email=registration.email)
    outbox.deliver_due()
    first = OutboxMessage.objects.get(kind="registration_confirmed")

    outbox.send_again(message=first, by=build_user())
    outbox.deliver_due()

    sent = [message["Message-ID"] for message in smtp_server.messages]
    assert sent.count(first.message_id) == 2


def test_confirmation_of_a_seat_that_was_given_up_is_not_sent_again(smtp_server):
    registration = build_registration()
    transitions.cancel(registration=registration)
    outbox.deliver_due()
    first, last = OutboxMessage.objects.order_by("pk")

    with pytest.raises(EngagementError, match="A newer e-mail about this registration"):
        outbox.send_again(message=first, by=build_user())

    outbox.send_again(message=last, by=build_user())
    assert outbox.deliver_due() == 1


def test_replaced_link_stops_working_and_the_new_one_arrives(smtp_server):
    registration = build_registration()
    outbox.deliver_due()
    earlier = personal_links.raw_token_for(registration=registration)

    transitions.replace_link(registration=registration, by=build_user())
    outbox.deliver_due()

    with pytest.raises(TokenInvalidError):
        personal_links.registration_for(raw=earlier)
    raw = personal_links.raw_token_for(registration=registration)
    assert personal_links.registration_for(raw=raw) == registration
    text = parts(smtp_server.messages[-1])["text/plain"].get_content()
    assert raw in text
    assert earlier not in text
    entry = AuditEntry.objects.get(action="engagement.registration.replace_link")
    assert entry.data == {"closed": 1}


def test_link_is_not_replaced_where_it_cannot_be_sent():
    registration = build_registration(email="", source="staff")
    raw = personal_links.raw_token_for(registration=registration)

    with pytest.raises(EngagementError, match="no e-mail address"):
        transitions.replace_link(registration=registration, by=build_user())

    assert personal_links.registration_for(raw=raw) == registration
