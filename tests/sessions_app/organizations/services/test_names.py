"""Names and websites that older code normalized are normalized again."""

import pytest
from django.core.management import call_command

from sessions_app.models import NamePrefix, Organization, OrganizationAlias
from tests.builders import build_organization

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_rebuild_normalizes_what_older_code_saved(capsys):
    organization = build_organization(name="Núñez Alliance", website="https://www.nunez.example")
    alias = OrganizationAlias.objects.create(organization=organization, name="Łódź Circle")
    before = Organization.objects.values("name_key", "domain", "updated_at").get()
    key = alias.name_key
    Organization.objects.update(name_key="núñez alliance", domain="")
    OrganizationAlias.objects.update(name_key="łódź")
    NamePrefix.objects.all().delete()

    call_command("rebuild_search")
    call_command("rebuild_search")

    assert Organization.objects.values("name_key", "domain", "updated_at").get() == before
    alias.refresh_from_db()
    assert alias.name_key == key
    assert organization.name_prefixes.exists()
    said = capsys.readouterr().out
    assert "Names and websites normalized: 2." in said
    assert said.endswith("Names and websites normalized: 0.\n")


def test_rebuild_leaves_other_names_that_are_one_by_now():
    organization = build_organization()
    aliases = [
        OrganizationAlias.objects.create(organization=organization, name=name)
        for name in ("Zebrafinch", "Heron")
    ]
    OrganizationAlias.objects.filter(pk=aliases[1].pk).update(name="ZEBRAFINCH")

    call_command("rebuild_search")

    aliases[1].refresh_from_db()
    assert aliases[1].name_key == "heron"
