"""One mailbox is one address, however its domain is written."""

from email.utils import parseaddr
from urllib.parse import unquote

import icalendar
import pytest
from django.urls import reverse

from engagement_site.accounts.emails import mark_verified
from engagement_site.email_addresses import ascii_address, canonical_address, mailto
from sessions_app.calendars import calendar
from sessions_app.mail.models import OutboxMessage
from sessions_app.mail.services import outbox
from sessions_app.models import Registration
from sessions_app.organizations.websites import website_key
from sessions_app.registrations.forms.invitations import GuestsField
from tests.builders import build_registration, build_session, build_user

SPELLINGS = [
    "ana@bücher.example",
    "ana@BÜCHER.example",
    "ana@bu\u0308cher.example",
    "ana@xn--bcher-kva.example",
    "ana@XN--BCHER-KVA.Example",
    " ana@bücher.example. ",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_one_mailbox_has_one_spelling(spelling):
    assert canonical_address(spelling) == "ana@bücher.example"


@pytest.mark.parametrize("address", ["", "ana", "Ana.O'Neil@example.org", "a@-bad-.example"])
def test_other_addresses_stay_as_they_are(address):
    assert canonical_address(address) == address


def test_servers_get_the_domain_in_ascii():
    assert ascii_address("ana@bücher.example") == "ana@xn--bcher-kva.example"
    assert ascii_address("ana@example.org") == "ana@example.org"


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        ("ana+crcl@example.org", "mailto:ana+crcl@example.org"),
        ("o'neil@bücher.example", "mailto:o'neil@xn--bcher-kva.example"),
        ("a&b=c?d@example.org", "mailto:a%26b%3Dc%3Fd@example.org"),
        ("50%,x#@example.org", "mailto:50%25%2Cx%23@example.org"),
    ],
)
def test_link_of_a_mailbox_names_it_and_adds_no_header(address, uri):
    assert mailto(address) == uri


@pytest.mark.parametrize("spelling", SPELLINGS[1:-1])
def test_second_spelling_registers_nobody_twice(client, db, spelling):
    session = build_session()
    build_registration(session, email=SPELLINGS[0])

    client.post(
        reverse("sessions_app:session_register", args=[session.slug]),
        {"name": "Ana", "email": spelling, "mode": "virtual", "language": "en", "is_coming": "on"}
        | {"people-TOTAL_FORMS": "0", "people-INITIAL_FORMS": "0", "step": "send"},
    )

    assert [each.email for each in Registration.objects.all()] == ["ana@bücher.example"]


def test_calendar_entry_names_the_address_that_was_mailed_to(smtp_server, db):
    registration = build_registration(email="o'neil+crcl@bücher.example")
    OutboxMessage.objects.exclude(registration=registration).delete()

    outbox.deliver_due()

    (message,) = smtp_server.messages
    event = icalendar.Calendar.from_ical(
        calendar.invitation(registration=registration, method="REQUEST")
    )
    attendee = event.walk("VEVENT")[0]["ATTENDEE"]
    assert unquote(attendee.removeprefix("mailto:")) == parseaddr(message["To"])[1]


@pytest.mark.parametrize("spelling", SPELLINGS[1:-1])
def test_account_signs_in_with_any_spelling(client, db, spelling):
    user = build_user(email=SPELLINGS[3])
    mark_verified(user)

    client.post(reverse("account_login"), {"login": spelling, "password": "listen-and-answer"})

    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_code_and_new_password_are_asked_for_with_any_spelling(client, smtp_server, db, name):
    mark_verified(build_user(email=SPELLINGS[0]))

    client.post(reverse(name), {"email": SPELLINGS[3]})

    (message,) = smtp_server.messages
    assert parseaddr(message["To"])[1] == "ana@xn--bcher-kva.example"
    # An address without an account gets a different one.
    assert "no account" not in message.get_body(("plain",)).get_content().lower()


def test_invited_guests_and_web_sites_have_one_spelling():
    guests = GuestsField().clean("Ana <ana@xn--bcher-kva.example>\nben@BÜCHER.example")

    assert [guest.email for guest in guests] == ["ana@bücher.example", "ben@bücher.example"]
    assert website_key("https://www.xn--bcher-kva.example/") == "bücher.example"
