"""Corrections of the registrant, and another e-mail address (docs/invariants.md, 2)."""

import icalendar
import pytest

from sessions_app.core.errors import EngagementError, TokenInvalidError
from sessions_app.models import AuditEntry, OutboxMessage
from sessions_app.registrations.errors import AllotmentReachedError
from sessions_app.registrations.services import addresses, changes, personal_links, transitions
from sessions_app.registrations.services.registrations import AttendeeInput
from tests.builders import build_contact, build_organization, build_registration, build_session
from tests.sessions_app.lookups import kinds_sent_to, link_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

OLD, NEW = "dana@example.org", "dana@example.com"


@pytest.fixture
def registration():
    made = build_registration(
        build_session(join_link="https://meet.example/room"),
        name="Dana Rivera",
        email=OLD,
        mode="virtual",
        attendees=[AttendeeInput("Dana Rivera", OLD), AttendeeInput("Ben")],
    )
    OutboxMessage.objects.all().delete()
    return made


def ask(registration, email=NEW):
    addresses.request_address(registration=registration, email=email)
    return secret(registration)


def secret(registration):
    token = personal_links.new_address_token(registration=registration)
    return personal_links.require_secret(token)


def as_inputs(registration):
    return [
        AttendeeInput(person.name, person.email, person.pk)
        for person in registration.attendees.coming()
    ]


def test_new_address_counts_when_it_is_confirmed_and_the_old_one_is_told(registration):
    old_link = link_of(registration)
    raw = ask(registration)
    registration.refresh_from_db()
    assert (registration.email, registration.new_email) == (OLD, NEW)
    assert kinds_sent_to(NEW) == ["registration_new_address"]
    assert kinds_sent_to(OLD) == []

    addresses.confirm_address(raw=raw)

    registration.refresh_from_db()
    assert (registration.email, registration.new_email) == (NEW, "")
    assert registration.attendees.get(name="Dana Rivera").email == NEW
    assert kinds_sent_to(OLD) == ["registration_address_changed"]
    assert kinds_sent_to(NEW) == ["registration_new_address", "registration_changed"]
    with pytest.raises(TokenInvalidError):
        personal_links.registration_for(raw=old_link.split("/")[2])
    assert personal_links.registration_for(raw=link_of(registration).split("/")[2]) == registration
    entries = {
        message.recipient: (message.calendar_method, str(event["ATTENDEE"]))
        for message in OutboxMessage.objects.exclude(calendar="")
        for event in icalendar.Calendar.from_ical(message.calendar).walk("VEVENT")
    }
    assert entries == {
        OLD: ("CANCEL", f"mailto:{OLD}"),
        NEW: ("REQUEST", f"mailto:{NEW}"),
    }
    logged = AuditEntry.objects.filter(action__endswith="_address")
    assert sorted(logged.values_list("action", flat=True)) == [
        "engagement.registration.confirm_address",
        "engagement.registration.request_address",
    ]
    assert not any("example.com" in str(entry.data) for entry in logged)


def test_mailbox_that_is_not_proven_learns_little(registration):
    ask(registration)

    message = OutboxMessage.objects.get(recipient=NEW)
    for hidden in ("meet.example", registration.reference, "Ben", OLD):
        assert hidden not in message.body_text + message.body_html + message.subject
    addresses.confirm_address(raw=secret(registration))
    message = OutboxMessage.objects.get(recipient=OLD)
    for hidden in ("meet.example", registration.reference, "Ben", NEW, "token"):
        assert hidden not in message.body_text + message.body_html + message.subject


def test_link_to_an_address_confirms_no_other(registration):
    first = ask(registration, "typo@example.com")
    second = ask(registration)

    with pytest.raises(TokenInvalidError):
        addresses.confirm_address(raw=first)
    addresses.confirm_address(raw=second)

    registration.refresh_from_db()
    assert registration.email == NEW


def test_asking_again_for_the_same_address_sends_one_link(registration):
    assert ask(registration) == ask(registration, NEW.upper())

    assert kinds_sent_to(NEW) == ["registration_new_address"]


@pytest.mark.parametrize("email", [OLD, OLD.upper()])
def test_address_in_use_is_refused(registration, email):
    with pytest.raises(EngagementError, match="already use this address"):
        ask(registration, email)


def test_address_that_is_registered_is_told_only_to_its_owner(registration):
    other = build_registration(registration.listening_session, email=NEW)
    raw = ask(registration)

    with pytest.raises(EngagementError, match="a registration of its own"):
        addresses.confirm_address(raw=raw)
    registration.refresh_from_db()
    assert registration.email == OLD

    transitions.cancel(registration=other)
    addresses.confirm_address(raw=raw)
    registration.refresh_from_db()
    assert registration.email == NEW


def test_link_works_once_and_not_for_an_ended_registration(registration):
    raw = ask(registration)
    addresses.confirm_address(raw=raw)
    with pytest.raises(TokenInvalidError):
        addresses.confirm_address(raw=raw)

    registration.refresh_from_db()
    raw = ask(registration, "third@example.com")
    transitions.cancel(registration=registration)
    with pytest.raises(EngagementError, match="can no longer be changed"):
        addresses.confirm_address(raw=raw)


def test_personal_link_and_confirmation_link_are_not_interchangeable(registration):
    raw = ask(registration)

    with pytest.raises(TokenInvalidError):
        personal_links.registration_for(raw=raw)
    with pytest.raises(TokenInvalidError):
        addresses.confirm_address(raw=link_of(registration).split("/")[2])


def test_name_organization_and_phone_are_corrected(registration):
    changes.change(
        registration=registration,
        attendees=as_inputs(registration),
        name="Dana Rivera-Cruz",
        organization_name="Lakeside Legal Aid",
        phone="202-555-0143",
    )

    registration.refresh_from_db()
    assert registration.name == "Dana Rivera-Cruz"
    assert registration.organization_name == "Lakeside Legal Aid"
    assert str(registration.phone) == "+1 202-555-0143"
    assert sorted(registration.attendees.coming().values_list("name", flat=True)) == [
        "Ben",
        "Dana Rivera-Cruz",
    ]


def test_corrected_organization_takes_the_seats_from_its_own_allotment():
    session = build_session(seats_per_organization=2)
    rivers, lakes = (
        build_organization(name=name, verification="verified", website="https://example.org")
        for name in ("Rivers", "Lakes")
    )
    registration = build_registration(session, email=OLD, organization_name="Rivers", people=2)
    assert registration.organization == rivers

    def taken(organization):
        found = session.seat_allotments.filter(organization=organization).first()
        return found.taken if found else 0

    assert (taken(rivers), taken(lakes)) == (2, 0)
    changes.change(
        registration=registration, attendees=as_inputs(registration), organization_name="Lakes"
    )
    assert (taken(rivers), taken(lakes)) == (0, 2)

    build_registration(session, email="ana@example.org", organization_name="Rivers")
    registration.refresh_from_db()
    with pytest.raises(AllotmentReachedError):
        changes.change(
            registration=registration, attendees=as_inputs(registration), organization_name="Rivers"
        )
    assert (taken(rivers), taken(lakes)) == (1, 2)


def test_other_corrections_leave_the_organization_alone():
    organization = build_organization(name="Rivers", verification="verified")
    build_contact(organization, email=OLD)
    registration = build_registration(
        build_session(seats_per_organization=2), email=OLD, organization_name="Rivers", people=2
    )

    changes.change(
        registration=registration,
        attendees=as_inputs(registration),
        name="New Name",
        organization_name="Rivers",
    )

    registration.refresh_from_db()
    assert registration.organization == organization
    assert registration.listening_session.seat_allotments.get().taken == 2
