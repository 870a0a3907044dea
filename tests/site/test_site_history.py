"""Who reads the audit trail of the domain in Wagtail's report on the whole site."""

import pytest
from django.urls import reverse

from sessions_app import roles
from sessions_app.models import AuditEntry
from sessions_app.services import programs
from tests.builders import build_program, build_registration, build_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries():
    # A registration has no page to edit it, which the report would like to link to.
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
