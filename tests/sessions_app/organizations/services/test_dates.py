"""Dates of verifications and memberships: the last day and the first."""

import datetime

import pytest
from django.utils import timezone

from sessions_app.core.errors import EngagementError
from sessions_app.models import Membership, Organization, OutboxMessage
from sessions_app.organizations.models.organizations import LAPSES_SOON
from sessions_app.organizations.services import contacts, organizations
from tests.builders import build_contact, build_organization, build_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]

DAY = datetime.timedelta(days=1)


@pytest.fixture
def organization():
    organization = build_organization(verification="verified")
    build_contact(organization)
    return organization


@pytest.fixture
def membership():
    build_contact(build_organization())
    return Membership.objects.get()


@pytest.mark.parametrize("service", [organizations.verify, organizations.renew])
def test_verification_lasts_a_year(service):
    is_new = service is organizations.verify
    organization = build_organization(verification="pending" if is_new else "verified")

    verified = service(organization=organization, by=build_user())

    assert verified.verified_on == timezone.localdate()
    assert verified.verification_due_on == timezone.localdate() + 365 * DAY


def test_verification_holds_on_its_last_day_and_lapses_on_the_next(organization):
    last = organization.verification_due_on

    assert organizations.lapse_due(today=last) == 0
    assert organizations.lapse_due(today=last + DAY) == 1
    assert Organization.objects.get().verification == "lapsed"


def test_contacts_are_reminded_from_a_month_before_on_and_once(organization):
    first = organization.verification_due_on - LAPSES_SOON

    assert organizations.remind_lapsing(today=first - DAY) == 0
    assert [organizations.remind_lapsing(today=first) for _n in range(2)] == [1, 0]
    assert OutboxMessage.objects.get().kind == "organization_lapsing"


def test_membership_ends_today_at_the_latest(membership):
    today = timezone.localdate()

    with pytest.raises(EngagementError, match="today’s date or an earlier"):
        contacts.end_membership(membership=membership, on=today + DAY, by=None)
    assert contacts.end_membership(membership=membership, on=today, by=None).ended_on == today


def test_membership_ends_on_its_first_day_at_the_earliest(membership):
    membership.started_on -= 3 * DAY
    membership.save()
    first = membership.started_on

    with pytest.raises(EngagementError, match="must be after"):
        contacts.end_membership(membership=membership, on=first - DAY, by=None)
    assert contacts.end_membership(membership=membership, on=first, by=None).ended_on == first
