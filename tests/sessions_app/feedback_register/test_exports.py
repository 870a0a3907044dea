"""Exports of the register: what is in them, for whom, and how much is in memory."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from sessions_app.core import roles
from sessions_app.feedback_register import exports
from tests.builders import (
    build_feedback,
    build_organization,
    build_session,
    build_staff,
    build_theme,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

INDEX = "feedbackitem:index"
SHARED = [
    "Reference",
    "Kind",
    "Status",
    "Reason",
    "Severity",
    "Themes",
    "Program",
    "Listening session",
    "Said by",
    "Attribution",
    "States and counties",
    "Language",
    "Channel",
    "Received",
    "Actions",
    "Public summary",
]
PRIVATE = ["Assigned to", "Organization", "Draft summary", "What was said"]


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def exported(client, **asked):
    return rows_of(client.get(reverse(INDEX), {"export": "csv", **asked}))


def test_columns_are_those_that_an_import_will_read(signed_in, manager):
    build_feedback()

    assert list(exported(signed_in(manager))[0]) == SHARED + PRIVATE
    assert list(exported(signed_in(build_staff(roles.ROLE_ANALYST)))[0]) == SHARED


def test_analyst_gets_no_words_and_no_source_that_may_not_be_named(signed_in):
    session = build_session(attribution_rule="not_attributed")
    organization = build_organization(name="Quiet Harbor", kind="faith")
    build_feedback(
        organization=organization,
        attribution="type_only",
        private_note="Said in confidence.",
        public_summary="Not approved yet.",
    )
    build_feedback(organization=organization, attribution="named", listening_session=session)
    build_feedback(organization=organization, attribution="named")

    rows = exported(signed_in(build_staff(roles.ROLE_ANALYST)), ordering="received_on")

    assert [row["Said by"] for row in rows] == [
        "An organization (faith)",
        "A participant",
        "Quiet Harbor",
    ]
    assert "Said in confidence." not in str(rows)
    assert "Not approved yet." not in str(rows)


def test_export_has_the_filter_and_the_order_of_the_list(signed_in, manager):
    theme = build_theme(code="gates")
    first = build_feedback(severity="urgent", organization=build_organization(name="Alder"))
    second = build_feedback(severity="low", private_note="=1+1")
    build_feedback(state="closed")
    first.codings.create(theme=theme)

    rows = exported(signed_in(manager), state="new", ordering="-severity")

    assert [row["Reference"] for row in rows] == [first.reference, second.reference]
    assert (rows[0]["Themes"], rows[0]["Organization"]) == ("gates", "Alder")
    assert rows[1]["What was said"] == "'=1+1"


def test_workbook_has_the_same_cells(signed_in, manager):
    item = build_feedback(private_note="Said.")

    answer = signed_in(manager).get(reverse(INDEX), {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active

    headings, row = list(sheet.iter_rows(values_only=True))
    assert list(headings) == SHARED + PRIVATE
    assert (row[0], row[-1]) == (item.reference, "Said.")


@pytest.mark.parametrize("count", [2, 9])
def test_rows_are_read_in_chunks(
    signed_in, manager, monkeypatch, django_assert_max_num_queries, count
):
    monkeypatch.setattr(exports, "CHUNK", 10)
    for _number in range(count):
        build_feedback(organization=build_organization())
    client = signed_in(manager)
    exported(client)

    with django_assert_max_num_queries(25):
        assert len(exported(client)) == count
