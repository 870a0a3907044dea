"""The outbox takes no flood of e-mails to one address."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from sessions_app.core.selectors.search import matching
from sessions_app.mail.emails.queue import queue
from sessions_app.mail.emails.rendering import RenderedEmail
from sessions_app.mail.services import outbox
from sessions_app.models import OutboxMessage
from sessions_app.registrations.services import addresses, transitions
from tests.builders import build_registration, build_session

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ADDRESS = "rosa@example.org"
NOON = datetime.datetime(2027, 3, 1, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
TICK = datetime.timedelta(microseconds=1)


def send(number: int, *, kind: str, recipient: str = ADDRESS) -> None:
    email = RenderedEmail(kind=kind, language="en", subject="Hello", text="Words.", html="")
    queue(email=email, recipient=recipient, unique_key=f"{recipient}:{kind}:{number}")


def hours_to_wait(**values: str) -> list[int]:
    waits = OutboxMessage.objects.filter(**values).order_by("pk").values_list("next_attempt_at")
    return [round((at - timezone.now()) / HOUR) for (at,) in waits]


def test_repeated_news_waits_for_a_later_hour():
    with time_machine.travel(NOON, tick=False):
        for number in range(45):
            send(number, kind="registration_confirmed")
        send(0, kind="registration_confirmed", recipient="ana@example.org")

        assert hours_to_wait(recipient=ADDRESS) == [0] * 20 + [1] * 20 + [2] * 5
        assert hours_to_wait(recipient="ana@example.org") == [0]


def test_what_is_no_news_is_not_sent_again_within_the_hour():
    with time_machine.travel(NOON, tick=False):
        for number in range(9):
            send(number, kind="registration_known")
        OutboxMessage.objects.update(sent_at=NOON)
    with time_machine.travel(NOON + HOUR - TICK, tick=False):
        send(10, kind="registration_known")
        assert OutboxMessage.objects.count() == 5
    with time_machine.travel(NOON + HOUR, tick=False):
        send(11, kind="registration_known")
        assert OutboxMessage.objects.count() == 6


def test_mail_that_strangers_cannot_cause_is_not_limited():
    for number in range(30):
        send(number, kind="session_changed")

    assert hours_to_wait() == [0] * 30


def test_spellings_of_an_address_share_the_cap():
    for number in range(30):
        address = ["victim@example.org", "Victim@example.org", "VICTIM@example.org"][number % 3]
        build_registration(build_session(), email=address)

    assert OutboxMessage.objects.due(now=timezone.now()).count() == 20


def test_message_that_waited_is_not_sent_after_one_that_contradicts_it(smtp_server):
    for _number in range(20):
        build_registration(build_session(), email="busy@example.org")
    registration = build_registration(build_session(), email="busy@example.org")
    held = OutboxMessage.objects.get(registration=registration)
    assert held.next_attempt_at > timezone.now() + datetime.timedelta(minutes=30)
    transitions.cancel(registration=registration)

    outbox.deliver_due()
    outbox.deliver_due(now=timezone.now() + datetime.timedelta(hours=2))

    held.refresh_from_db()
    assert (held.sent_at, held.void_reason) == (None, "superseded")
    assert smtp_server.messages[-1]["Subject"].startswith("Your registration is cancelled")


def test_link_to_a_new_address_waits_and_is_not_dropped():
    registrations = [
        build_registration(build_session(), email=f"r{n}@example.org") for n in range(7)
    ]
    for registration in registrations:
        addresses.request_address(registration=registration, email="new@example.org")

    messages = OutboxMessage.objects.filter(recipient="new@example.org")
    assert messages.count() == 7
    assert messages.due(now=timezone.now()).count() == 5


def test_event_reported_again_leaves_the_words_of_the_stored_message_in_the_index():
    def outbox(word):
        return matching(OutboxMessage.objects.all(), fields=["recipient", "subject"], text=word)

    for word in ("heron", "zebrafinch"):
        email = RenderedEmail("registration_confirmed", "en", subject=word, text=word, html="")
        queue(email=email, recipient=f"{word}@example.org", unique_key="one event")

    (message,) = OutboxMessage.objects.all()
    assert message.subject == "heron"
    assert list(outbox("heron")) == [message]
    assert not outbox("zebrafinch").exists()
