"""Exports: no cell is run as a formula, and values are written as people read them."""

import csv
import datetime
import io

import openpyxl
import pytest
from django.utils.translation import gettext_lazy
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Page

from engagement_site.spreadsheets import csv_response, readable_value, safe_cell


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", "  =1", "＝1+1", "－1", "\u00a0=1"],
)
def test_formula_is_written_as_text(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Alder Falls", "a=b", "1 + 1", "'=1", "100 %"])
def test_plain_text_stays_as_it_is(text):
    assert safe_cell(text) == text


@pytest.mark.parametrize("value", [None, -3, 1.5, True, datetime.date(2026, 5, 4)])
def test_value_that_is_no_text_keeps_its_type(value):
    assert safe_cell(value) is value


def test_translated_label_is_checked_as_well():
    assert safe_cell(gettext_lazy("=Concern")) == "'=Concern"


@pytest.mark.parametrize(
    ("text", "cell"), [("\x00=1", "'=1"), ("\r=1", "'\n=1"), ("\x0b=1", "'\n=1")]
)
def test_control_character_cannot_hide_a_formula(text, cell):
    assert safe_cell(text) == cell


AUTUMN = datetime.datetime(2026, 10, 5, 2, 30, 59, 123456, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("value", "readable"),
    [
        (True, "Yes"),
        (False, "No"),
        # The site's time zone is New York's.
        (AUTUMN, datetime.datetime(2026, 10, 4, 22, 30)),  # noqa: DTZ001
        (AUTUMN.replace(tzinfo=None), datetime.datetime(2026, 10, 5, 2, 30)),  # noqa: DTZ001
        (1, 1),
        ("True", "True"),
    ],
)
def test_value_is_written_as_people_read_it(value, readable):
    assert readable_value(value) == readable


@pytest.fixture
def exports(client, django_user_model):
    """Return a function that exports a list of Wagtail's: the rows of its CSV and of its XLSX."""
    client.force_login(django_user_model.objects.create_superuser("root@crcl.example"))

    def export(address: str) -> list[list[list[object]]]:
        table = client.get(address, {"export": "csv"})
        assert table["Content-Type"].startswith("text/csv")
        sheet = client.get(address, {"export": "xlsx"})
        book = openpyxl.load_workbook(io.BytesIO(sheet.getvalue()))
        return [
            list(csv.reader(io.StringIO(table.getvalue().decode("utf-8-sig")))),
            [list(row) for row in book.active.iter_rows(values_only=True)],
        ]

    return export


@pytest.fixture
def hostile_page(db):
    page = Page.objects.get(depth=2)
    page.title = page.draft_title = "=1+1"
    page.last_published_at = AUTUMN
    page.save()
    log(page, "wagtail.edit", title="=1+1", timestamp=AUTUMN)
    Redirect.objects.create(old_path="/old", redirect_link="=1+1", is_permanent=True)
    return page


@pytest.mark.parametrize("report", ["site-history", "aging-pages"])
def test_wagtails_reports_run_no_formula(hostile_page, exports, report):
    for rows in exports(f"/admin/reports/{report}/"):
        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if str(cell).startswith("=")]
        assert "'=1+1" in cells


def test_wagtails_redirects_run_no_formula(hostile_page, exports):
    for rows in exports("/admin/redirects/"):
        assert "'=1+1" in rows[1]


def test_wagtails_reports_write_times_of_the_site(hostile_page, exports):
    table, sheet = exports("/admin/reports/site-history/")

    assert "2026-10-04 22:30" in table[1]
    assert datetime.datetime(2026, 10, 4, 22, 30) in sheet[1]  # noqa: DTZ001


def test_csv_begins_with_a_byte_order_mark(hostile_page, client, exports):
    exports("/admin/redirects/")

    assert client.get("/admin/redirects/?export=csv").getvalue().startswith(b"\xef\xbb\xbf")


def test_csv_of_our_own_is_written_alike():
    response = csv_response([["Reda\u200bção", "=1"]], filename="a.csv")

    assert response.content.decode("utf-8-sig") == "Reda\u200bção,'=1\r\n"
    assert response.content.startswith(b"\xef\xbb\xbf")
