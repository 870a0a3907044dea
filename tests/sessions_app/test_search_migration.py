"""What was stored before the search index, and the names before the rule, are brought in step."""

from importlib import import_module

import pytest
from django.apps import apps

from sessions_app.core.models import SearchEntry
from sessions_app.models import NamePrefix, Organization, OrganizationAlias
from tests.builders import build_action, build_feedback, build_organization, build_registration

pytestmark = [pytest.mark.django_db, pytest.mark.database]

migration = import_module("sessions_app.migrations.0011_normalized_words")


def entries():
    return set(SearchEntry.objects.exclude(words="").values_list("source", "object_id", "words"))


def test_index_is_filled_as_saving_fills_it(monkeypatch):
    monkeypatch.setattr(migration, "BATCH", 2)
    for number in range(3):
        build_registration(name=f"Núñez {number}")
        build_feedback(private_note=f"O’Brien {number}", public_summary="")
        build_action()
    expected = entries()
    SearchEntry.objects.all().delete()

    migration.fill(apps, None)
    migration.fill(apps, None)

    assert entries() == expected


def test_names_are_compared_by_the_rule_of_today():
    organization = build_organization(
        name="N.A.A.C.P. of Alder", website="https://facebook.com/alder"
    )
    one, other = (
        OrganizationAlias.objects.create(organization=organization, name=name)
        for name in ("Núñez House", "Other")
    )
    Organization.objects.filter(pk=organization.pk).update(name_key="n a a c p", domain="x.example")
    OrganizationAlias.objects.filter(pk=one.pk).update(name_key="old one")
    OrganizationAlias.objects.filter(pk=other.pk).update(name="Nunez House", name_key="old other")
    NamePrefix.objects.all().delete()

    migration.compare_anew(apps, None)
    migration.compare_anew(apps, None)

    organization.refresh_from_db()
    assert organization.name_key == "naacp of alder"
    assert organization.domain == "facebook.com/alder"
    keys = set(organization.aliases.values_list("name_key", flat=True))
    assert keys == {"nunez house", "old other"}
    stems = set(organization.name_prefixes.values_list("stem", flat=True))
    assert stems == {"naac", "alde", "nune"}
