"""Access to the domain's audit log in Wagtail's site history report."""

import pytest
from django.urls import reverse
from wagtail.log_actions import registry

from engagement_site.accounts.models import User
from sessions_app.core import roles
from sessions_app.models import AuditEntry
from sessions_app.programs import services as programs
from tests.builders import build_program, build_registration, build_staff, build_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries():
    # Registrations have no edit URL for the report to link to.
    build_registration()
    programs.save_program(program=build_program(), by=None)
    return set(AuditEntry.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("role", [roles.ROLE_AUDITOR, roles.ROLE_MANAGER])
def test_report_shows_the_whole_trail_to_those_who_read_it(client, entries, role):
    client.force_login(build_staff(role, agency="CRCL"))

    rows = client.get(reverse("wagtailadmin_reports:site_history")).context["object_list"]

    assert {row.pk for row in rows if isinstance(row, AuditEntry)} == entries


def test_trail_is_hidden_from_those_who_work_on_its_records(entries):
    officer = build_staff(roles.ROLE_ENGAGEMENT_OFFICER, agency="CRCL")

    assert entries
    assert not AuditEntry.objects.viewable_by_user(officer).exists()


def test_trail_of_a_person_holds_neither_name_nor_address(client):
    administrator = build_user(is_superuser=True)
    client.force_login(administrator)
    person = {"email": "zora@crcl.example", "first_name": "Zora", "last_name": "Quill"}

    client.post(reverse("wagtailusers_users:add"), person)
    user = User.objects.get(email="zora@crcl.example")
    client.post(
        reverse("wagtailusers_users:edit", args=[user.pk]), person | {"last_name": "Quillon"}
    )

    entries = registry.get_logs_for_instance(user)
    assert [(entry.action, entry.label, entry.user) for entry in entries] == [
        ("wagtail.edit", f"person {user.pk}", administrator),
        ("wagtail.create", f"person {user.pk}", administrator),
    ]
    kept = [
        str(row)
        for model in registry.get_log_entry_models()
        for row in model.objects.values_list("label", "data")
    ]
    assert [row for row in kept if "Quill" in row or "zora" in row.lower()] == []
    history = client.get(reverse("wagtailusers_users:history", args=[user.pk]))
    assert len(history.context["object_list"]) == 2
    report = client.get(reverse("wagtailadmin_reports:site_history"))
    assert f"person {user.pk}" in report.content.decode()
