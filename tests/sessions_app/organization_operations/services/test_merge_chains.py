"""Organizations merged into others that were merged in turn."""

from importlib import import_module
from itertools import pairwise

import pytest
from django.apps import apps

from sessions_app.core.selectors.search import matching
from sessions_app.models import Organization, OrganizationMerge
from sessions_app.organization_operations.selectors.merges import preview
from sessions_app.organization_operations.services import merges
from sessions_app.organizations.selectors.merges import NAMED_BY
from tests.builders import build_organization, build_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]

migration = import_module("sessions_app.migrations.0018_merged_into_the_survivor")


@pytest.fixture
def by():
    return build_user()


def build_chain(by, *, length):
    """Merge organizations into one another; return them, oldest first, and the merges."""
    chain = [build_organization(name=f"Name {number}") for number in range(length)]
    made = [merges.merge(kept=kept, merged=merged, by=by) for merged, kept in pairwise(chain)]
    return chain, made


def survivors(organizations):
    keys = [each.pk for each in organizations]
    rows = dict(Organization.objects.filter(pk__in=keys).values_list("pk", "merged_into"))
    return [rows[key] for key in keys]


def test_record_merged_many_times_over_is_found_by_its_first_name_and_reference(by):
    (first, *_between, last), _merges = build_chain(by, length=7)

    for text in (first.name, first.reference):
        found = matching(Organization.objects.current(), fields=NAMED_BY, text=text)
        assert list(found.distinct()) == [last]


def test_every_record_of_a_chain_names_the_one_that_survives(by):
    chain, _merges = build_chain(by, length=4)

    assert survivors(chain) == [chain[-1].pk] * 3 + [None]


def test_undone_merge_points_earlier_ones_back_at_the_record_between(by):
    (first, second, third), (_earlier, later) = build_chain(by, length=3)

    merges.undo(merge=later, by=by)

    assert survivors([first, second, third]) == [second.pk, None, None]


def test_preview_does_not_count_records_that_were_merged_before(by):
    (_first, second), _merges = build_chain(by, length=2)

    assert preview(kept=build_organization(), merged=second).moves == [("Other names", 2)]


def test_chains_of_before_are_flattened_and_can_still_be_undone(by):
    (first, second, third, fourth), made = build_chain(by, length=4)
    # As the code before left them.
    for merged, kept in pairwise((first, second, third, fourth)):
        Organization.objects.filter(pk=merged.pk).update(merged_into=kept)
    for merge in OrganizationMerge.objects.all():
        merge.moved["rows"].pop("sessions_app.organization.merged_into")
        merge.save()

    for _again in range(2):
        migration.flatten(apps, None)
        assert survivors([first, second, third]) == [fourth.pk] * 3

    merges.undo(merge=made[2], by=by)
    assert survivors([first, second, third]) == [third.pk, third.pk, None]
    merges.undo(merge=made[1], by=by)
    assert survivors([first, second, third]) == [second.pk, None, None]
