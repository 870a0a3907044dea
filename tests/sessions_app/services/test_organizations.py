"""Making organizations known, and verifying them."""

import datetime

import pytest
from django.utils import timezone

from sessions_app.enums import VerificationState
from sessions_app.errors import DuplicateOrganizationError, MoveNotAllowedError, ReasonRequiredError
from sessions_app.models import Contact, Organization, OutboxMessage
from sessions_app.services import organizations
from tests.builders import build_contact, build_organization, build_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def make_known(**values):
    defaults = {
        "name": "Harbor Street Table",
        "kind": "advocacy",
        "contact_name": "Ana Field",
        "contact_email": "ana@harbor.example",
    }
    return organizations.make_known(**{**defaults, **values})


def test_make_known_waits_for_verification_and_writes_to_the_contact():
    organization = make_known(aliases=["HST", "Harbor Table", "harbor street table"])

    assert organization.verification == VerificationState.PENDING
    assert sorted(organization.aliases.values_list("name", flat=True)) == ["HST", "Harbor Table"]
    message = OutboxMessage.objects.get()
    assert (message.kind, message.recipient) == ("organization_received", "ana@harbor.example")
    assert organization.reference in message.body_text


@pytest.mark.parametrize(
    "name", ["HARBOR street table", "The Harbor Street Table, Inc.", "Hárbor Street-Table", "H.S.T"]
)
def test_make_known_finds_the_same_name_in_another_spelling(name):
    make_known(aliases=["h s t"])

    with pytest.raises(DuplicateOrganizationError):
        make_known(name=name, contact_email="bo@example.org")

    assert Organization.objects.count() == 1
    other = make_known(name=name, contact_email="bo@example.org", different_organization=True)
    assert other.name == name


def test_make_known_does_not_overwrite_a_known_contact():
    build_contact(name="Ana Field", email="ana@harbor.example", phone="+12025550143")

    make_known(contact_name="Somebody Else", contact_phone="+12025550199")

    assert Contact.objects.get().name == "Ana Field"


def test_verify_lasts_a_year_then_lapses():
    officer = build_user()
    organization = make_known()

    verified = organizations.verify(organization=organization, by=officer)
    due = verified.verification_due_on
    assert due == timezone.localdate() + datetime.timedelta(days=365)
    assert organizations.lapse_due(today=due) == 0
    assert organizations.lapse_due(today=due + datetime.timedelta(days=1)) == 1

    organization.refresh_from_db()
    assert organization.verification == VerificationState.LAPSED


def test_decline_needs_a_reason_and_tells_it():
    officer = build_user()
    organization = make_known()

    with pytest.raises(ReasonRequiredError):
        organizations.decline(organization=organization, reason="", by=officer)
    organizations.decline(organization=organization, reason="We could not reach you.", by=officer)

    message = OutboxMessage.objects.get(kind="organization_declined")
    assert "We could not reach you." in message.body_text


def test_verify_twice_is_refused():
    organization = build_organization(verification=VerificationState.VERIFIED)

    with pytest.raises(MoveNotAllowedError):
        organizations.verify(organization=organization, by=build_user())
