"""Concurrent registration of organizations in several processes."""

import pytest

from sessions_app.models import Contact, Membership, Organization, OutboxMessage
from tests.builders import build_organization, build_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def test_form_sent_four_times_at_once_makes_one_organization(crowd):
    job = {
        "do": "register_organization",
        "times": 10,
        "submission": "form {number}",
        "different": True,
    }

    tally = crowd(job, job, job, job)

    assert Organization.objects.count() == 10
    assert dict.fromkeys(Organization.objects.values_list("reference", flat=True), 4) == tally
    assert Contact.objects.count() == 1
    assert Membership.objects.count() == OutboxMessage.objects.count() == 10


def test_form_of_a_new_name_sent_four_times_at_once_has_one_answer(crowd):
    job = {"do": "register_organization", "times": 1, "submission": "the same form"}

    tally = crowd(job, job, job, job)

    assert tally == {Organization.objects.get().reference: 4}


def test_organizations_put_above_each_other_at_once_never_deadlock_and_form_no_cycle(crowd):
    by = build_user().pk
    one, other, third = (build_organization().pk for _n in range(3))
    job = {"do": "put_below", "by": by, "times": 15}

    tally = crowd(
        {**job, "organization": one, "parent": other},
        {**job, "organization": other, "parent": one},
        {**job, "organization": other, "parent": third},
        {**job, "organization": third, "parent": one},
    )

    # A parent that is a chapter of the organization at that moment is refused.
    assert set(tally) <= {"saved", "EngagementError"}
    assert tally["saved"] >= 30
