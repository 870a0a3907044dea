"""Services for contacts and memberships."""

import datetime

import pytest
from django.utils import timezone

from sessions_app.core.errors import EngagementError
from sessions_app.models import AuditEntry, Contact, Membership
from sessions_app.organizations.errors import ContactKnownError
from sessions_app.organizations.services import contacts
from tests.builders import build_contact, build_organization, build_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TODAY = timezone.localdate
DAY = datetime.timedelta(days=1)


def add(organization, *, email="ana@harbor.example", **values):
    contact = Contact(name="Ana Field", email=email)
    return contacts.add_contact(
        organization=organization, contact=contact, by=build_user(), **values
    )


def test_add_contact_begins_a_membership_and_logs_no_name():
    organization = build_organization()

    membership = add(organization, role="Director", since=TODAY() - DAY)

    assert (membership.role, membership.started_on, membership.ended_on) == (
        "Director",
        TODAY() - DAY,
        None,
    )
    entries = AuditEntry.objects.order_by("pk")
    assert [entry.action for entry in entries] == [
        "engagement.contact.create",
        "engagement.membership.begin",
    ]
    assert entries[1].data == {"contact": membership.contact.reference}
    assert not any("Ana" in f"{entry.label} {entry.data}" for entry in entries)


def test_add_contact_with_a_known_address_asks_first_and_overwrites_nothing():
    known = build_contact(name="Ana Known", email="Ana@Harbor.example")
    organization = build_organization()

    with pytest.raises(ContactKnownError, match="Ana Known"):
        add(organization)
    membership = add(organization, take_known=True)

    assert membership.contact == known
    assert Contact.objects.get().name == "Ana Known"
    with pytest.raises(EngagementError, match="already"):
        add(organization, take_known=True)


def test_end_membership_keeps_the_row_and_lets_them_come_back():
    organization = build_organization()
    membership = add(organization, since=TODAY() - 3 * DAY)

    contacts.end_membership(membership=membership, on=TODAY() - DAY, by=build_user())
    with pytest.raises(EngagementError):
        contacts.end_membership(membership=membership, on=TODAY(), by=build_user())
    add(organization, take_known=True)

    assert list(Membership.objects.order_by("pk").values_list("ended_on", flat=True)) == [
        TODAY() - DAY,
        None,
    ]


@pytest.mark.parametrize("days", [1, -2])
def test_end_membership_refuses_days_to_come_and_days_before_it_began(days):
    membership = add(build_organization())

    with pytest.raises(EngagementError) as refusal:
        contacts.end_membership(membership=membership, on=TODAY() + days * DAY, by=build_user())

    assert refusal.value.field == "on"
    membership.refresh_from_db()
    assert membership.ended_on is None


def test_change_contact_refuses_the_address_and_the_account_of_another():
    other = build_contact(email="bo@harbor.example", user=build_user())
    membership = add(build_organization())

    membership.contact.email = "BO@harbor.example"
    with pytest.raises(EngagementError) as refusal:
        contacts.change_contact(membership=membership, by=build_user())
    assert refusal.value.field == "email"
    membership.contact.email, membership.contact.user = "", other.user
    with pytest.raises(EngagementError) as refusal:
        contacts.change_contact(membership=membership, by=build_user())
    assert refusal.value.field == "account"
    assert Contact.objects.get(pk=membership.contact_id).email == "ana@harbor.example"
