"""Registration and verification of organizations."""

import datetime

import pytest
from django.utils import timezone

from sessions_app.core.errors import EngagementError, ReasonRequiredError, TransitionNotAllowedError
from sessions_app.models import Contact, Organization, OutboxMessage
from sessions_app.organizations.enums import VerificationState
from sessions_app.organizations.errors import DuplicateOrganizationError
from sessions_app.organizations.services import organizations
from tests.builders import build_contact, build_organization, build_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def register_organization(**values):
    defaults = {
        "name": "Harbor Street Table",
        "kind": "advocacy",
        "contact_name": "Ana Field",
        "contact_email": "ana@harbor.example",
    }
    return organizations.register_organization(**{**defaults, **values})


def test_make_known_waits_for_verification_and_writes_to_the_contact():
    organization = register_organization(aliases=["HST", "Harbor Table", "harbor street table"])

    assert organization.verification == VerificationState.PENDING
    assert sorted(organization.aliases.values_list("name", flat=True)) == ["HST", "Harbor Table"]
    message = OutboxMessage.objects.get()
    assert (message.kind, message.recipient) == ("organization_received", "ana@harbor.example")
    assert organization.reference in message.body_text


@pytest.mark.parametrize(
    "name", ["HARBOR street table", "The Harbor Street Table, Inc.", "Hárbor Street-Table", "H.S.T"]
)
def test_make_known_finds_the_same_name_in_another_spelling(name):
    register_organization(aliases=["h s t"])

    with pytest.raises(DuplicateOrganizationError):
        register_organization(name=name, contact_email="bo@example.org")

    assert Organization.objects.count() == 1
    other = register_organization(
        name=name, contact_email="bo@example.org", different_organization=True
    )
    assert other.name == name


def test_make_known_does_not_overwrite_a_known_contact():
    build_contact(name="Ana Field", email="ana@harbor.example", phone="+12025550143")

    register_organization(contact_name="Somebody Else", contact_phone="+12025550199")

    assert Contact.objects.get().name == "Ana Field"


def test_verify_lasts_a_year_then_lapses():
    officer = build_user()
    organization = register_organization()

    verified = organizations.verify(organization=organization, by=officer)
    due = verified.verification_due_on
    assert due == timezone.localdate() + datetime.timedelta(days=365)
    assert organizations.lapse_due(today=due) == 0
    assert organizations.lapse_due(today=due + datetime.timedelta(days=1)) == 1

    organization.refresh_from_db()
    assert organization.verification == VerificationState.LAPSED


def test_decline_needs_a_reason_and_tells_it():
    officer = build_user()
    organization = register_organization()

    with pytest.raises(ReasonRequiredError):
        organizations.decline(organization=organization, reason="", by=officer)
    organizations.decline(organization=organization, reason="We could not reach you.", by=officer)

    message = OutboxMessage.objects.get(kind="organization_declined")
    assert "We could not reach you." in message.body_text


def test_verify_twice_is_refused():
    organization = build_organization(verification=VerificationState.VERIFIED)

    with pytest.raises(TransitionNotAllowedError):
        organizations.verify(organization=organization, by=build_user())


def build_verified(*, days: int, **values):
    """Create an organization whose verification expires in ``days`` days."""
    due = timezone.localdate() + datetime.timedelta(days=days)
    return build_organization(
        verification=VerificationState.VERIFIED,
        verified_on=due - datetime.timedelta(days=365),
        verification_due_on=due,
        **values,
    )


def test_remind_lapsing_writes_once_to_current_contacts_and_again_a_year_later():
    organization = build_verified(days=30, website="https://harbor.example/")
    build_verified(days=31)
    contact = build_contact(organization, email="ana@harbor.example")
    left = build_contact(organization)
    left.memberships.update(ended_on=timezone.localdate())

    assert organizations.remind_lapsing() == 1
    assert organizations.remind_lapsing() == 0

    message = OutboxMessage.objects.get()
    assert (message.kind, message.recipient) == ("organization_lapsing", contact.email)
    for words in (organization.name, organization.reference, "https://harbor.example/"):
        assert words in message.body_text
    organizations.renew(organization=organization, by=build_user())
    later = timezone.localdate() + datetime.timedelta(days=340)
    assert organizations.remind_lapsing(today=later) == 2
    assert OutboxMessage.objects.filter(kind="organization_lapsing").count() == 2


def test_remind_lapsing_leaves_merged_organizations_alone():
    build_contact(build_verified(days=3, merged_into=build_organization()))

    assert organizations.remind_lapsing() == 0


def test_renew_lasts_a_year_from_today_and_only_for_the_verified():
    officer = build_user()
    organization = build_verified(days=10)

    renewed = organizations.renew(organization=organization, by=officer)

    assert (renewed.verified_on, renewed.verified_by) == (timezone.localdate(), officer)
    assert renewed.verification_due_on == timezone.localdate() + datetime.timedelta(days=365)
    with pytest.raises(EngagementError):
        organizations.renew(organization=build_organization(), by=officer)


def test_form_filled_before_an_organization_was_verified_does_not_take_that_back():
    organization = build_organization()
    in_the_form = Organization.objects.get(pk=organization.pk)
    staff = build_user()
    organizations.verify(organization=organization, by=staff)
    in_the_form.name = "Alder Aid"

    organizations.save_organization(organization=in_the_form, by=staff)

    organization.refresh_from_db()
    assert (organization.name, organization.is_verified) == ("Alder Aid", True)
