"""Who gets the link to an organization's trail, and when it ends."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from sessions_app.core.forms import public_guard
from sessions_app.core.models import AccessToken
from sessions_app.models import Contact, OutboxMessage
from sessions_app.organizations.services import contacts
from sessions_app.read_back.services import trails
from tests.builders import build_contact
from tests.sessions_app.answers import text_of

pytestmark = pytest.mark.django_db

ASK = "/organization/trail/"


def test_link_ends_with_the_membership_the_address_and_the_time(client, link, contact, by):
    assert client.get(link).status_code == 200
    with time_machine.travel(timezone.now() + datetime.timedelta(days=31)):
        assert client.get(link).status_code == 404

    contacts.end_membership(membership=contact.memberships.get(), on=timezone.localdate(), by=by)

    page = client.get(link)
    assert page.status_code == 404
    assert "Ask for a new link" in text_of(page)


def test_link_ends_with_the_address(client, link, contact, by):
    membership = contact.memberships.get()
    contact.email = "new@example.org"
    membership.contact = contact
    contacts.change_contact(membership=membership, by=by)

    assert client.get(link).status_code == 404


def ask(client, email):
    page = client.get(ASK)
    return client.post(ASK, {"email": email, "form_stamp": page.context["guard"].stamp})


def test_known_and_unknown_addresses_get_the_same_answer(client, contact, monkeypatch):
    monkeypatch.setattr(public_guard, "QUICKEST_SECONDS", 0)

    known, unknown = ask(client, "ANA@example.org"), ask(client, "nobody@example.org")

    assert known.status_code == unknown.status_code == 200
    assert text_of(known) == text_of(unknown)
    messages = {message.recipient: message for message in OutboxMessage.objects.all()}
    assert messages["ana@example.org"].kind == "trail_link"
    assert messages["ana@example.org"].token.contact == contact
    assert messages["nobody@example.org"].kind == "trail_unknown"
    assert messages["nobody@example.org"].token is None
    assert Contact.objects.count() == AccessToken.objects.count() == 1


def test_mailbox_is_not_flooded_and_a_form_counts_once(client, contact):
    for number in range(9):
        trails.request_link(email=contact.email, submission=f"{number}")
    trails.request_link(email=contact.email, submission="0")

    assert OutboxMessage.objects.count() == 5


def test_network_that_asks_too_often_has_to_wait(client, contact, monkeypatch, settings):
    settings.PUBLIC_FORM_SENDS_PER_HOUR = 1
    monkeypatch.setattr(public_guard, "QUICKEST_SECONDS", 0)
    ask(client, contact.email)

    page = ask(client, contact.email)

    assert page.status_code == 429
    assert OutboxMessage.objects.count() == 1


def test_staff_send_the_link_to_those_who_agreed(officer_client, organization, contact):
    build_contact(organization, email_consent=False)
    move = reverse("organization:move", args=[organization.pk, "send-trail"])
    assert contact.email in text_of(officer_client.get(move))
    assert not OutboxMessage.objects.exists()

    officer_client.post(move)

    assert OutboxMessage.objects.get().recipient == contact.email
