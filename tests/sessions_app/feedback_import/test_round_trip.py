"""What the register exports can be imported."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sessions_app.feedback_import import services
from sessions_app.models import Jurisdiction, Language
from tests.builders import build_feedback, build_organization, build_session, build_theme
from tests.sessions_app.feedback_import.sheets import rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    item = build_feedback(
        listening_session=build_session(),
        kind="suggestion",
        organization=build_organization(name="Lakeside Legal Aid"),
        attribution="named",
        private_note="=Not a formula.\nPrint it in Spanish.",
        public_summary="Signs are in English only.",
        severity="high",
        language=Language.objects.get(name="Spanish"),
    )
    item.codings.create(theme=build_theme(code="signs"))
    item.jurisdictions.set(Jurisdiction.objects.filter(abbreviation__in=["AL", "NY"]))
    return item


def exported(client, *, without=()):
    answer = client.get(reverse("feedbackitem:index"), {"export": "csv"})
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    kept = [number for number, heading in enumerate(rows[0]) if heading not in without]
    sheet = io.StringIO()
    csv.writer(sheet).writerows([row[number] for number in kept] for row in rows)
    return SimpleUploadedFile("export.csv", sheet.getvalue().encode())


def imported(file, *, by):
    found = services.upload(file=file, by=by)
    return services.choose_columns(feedback_import=found, columns=found.columns, defaults={})


def test_rows_of_an_export_are_in_the_register_already(manager_client, officer, item):
    (row,) = rows_of(imported(exported(manager_client), by=officer))

    assert row.is_known


def test_rows_of_an_export_without_references_are_the_same_points(manager_client, officer, item):
    file = exported(manager_client, without=("Reference", "Public summary"))

    (row,) = rows_of(imported(file, by=officer))

    assert row.problems == []
    names = ["kind", "program", "listening_session", "organization", "attribution", "severity"]
    names += ["language", "channel", "received_on", "private_note", "public_summary"]
    assert [getattr(row.item, name) for name in names] == [getattr(item, name) for name in names]
    assert row.themes == list(item.themes.all())
    assert set(row.jurisdictions) == set(item.jurisdictions.all())
