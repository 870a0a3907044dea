"""Reading the cells of uploaded CSV and Excel files."""

import datetime
import io
import zipfile

import openpyxl
import pytest

from engagement_site.spreadsheets import BYTE_ORDER_MARK, safe_cell
from sessions_app.core.errors import EngagementError
from sessions_app.feedback_import import tables
from sessions_app.feedback_import.tables import read_table

LINES = 'Kind,What was said\r\nConcern,"They wrote:\r\n""No answer."""\r\n'


def csv_table(text, encoding="utf-8"):
    return read_table(io.BytesIO(text.encode(encoding)), ending="csv")


def workbook(*lines):
    book, written = openpyxl.Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    book.save(written)
    written.seek(0)
    return written


def refusal(file, ending="csv"):
    with pytest.raises(EngagementError) as caught:
        read_table(file, ending=ending)
    return caught.value.message


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (LINES, "utf-8"),
        (BYTE_ORDER_MARK + LINES, "utf-8"),
        (LINES, "utf-16"),
        (LINES.replace(",", ";"), "utf-8"),
        (LINES.replace(",", "\t"), "utf-8"),
        (LINES + "\r\n,\r\n", "utf-8"),
    ],
    ids=["plain", "byte order mark", "UTF-16", "semicolons", "tabs", "blank rows"],
)
def test_csv_of_different_programs_is_the_same_table(text, encoding):
    table = csv_table(text, encoding)

    assert table.headings == ("Kind", "What was said")
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ("Concern", 'They wrote:\n"No answer."'))
    ]


def test_excel_cells_become_text():
    file = workbook(
        ["Kind", "Received", "Number"],
        ["Concern", datetime.datetime(2026, 5, 4, 9, 30), 12.0],  # noqa: DTZ001
        [None, None, None],
        ["Question", datetime.date(2026, 5, 5)],
    )

    rows = read_table(file, ending="xlsx").rows

    assert [(row.number, row.cells) for row in rows] == [
        (2, ("Concern", "2026-05-04", "12")),
        (4, ("Question", "2026-05-05", "")),
    ]


@pytest.mark.parametrize("text", ["=1+1", "-5", "@here", "  =x", "plain", "'quoted'"])
def test_what_an_export_wrote_is_read_as_it_was(text):
    [row] = csv_table(f'Words\n"{safe_cell(text)}"\n').rows

    assert row.cells == (text.strip(),)


def test_control_characters_are_cleaned():
    [row] = csv_table("Words\n\u202eab\x0bc\n").rows

    assert row.cells == ("ab\nc",)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "This file is empty"),
        (b"\n ,\n", "This file is empty"),
        (b"Kind,Words\n", "no rows below them"),
        (b"Kind,kind\na,b\n", "Two columns have the heading “Kind”"),
        ("Kind\né\n".encode("cp1252"), "not in UTF-8"),
        (b"Kind\n\0\n", "not text"),
        (b'Kind\nConcern\n"open\n', "Row 3 cannot be read"),
        (b",".join(b"c%d" % number for number in range(61)) + b"\n1\n", "more than 60 columns"),
        (b"Kind\n" + b"a\n" * 1001, "more than 1,000 rows"),
    ],
)
def test_unreadable_csv_is_refused_with_the_cure(raw, says):
    assert says in refusal(io.BytesIO(raw))


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04 no archive", b"Kind,Words\na,b\n"])
def test_unreadable_workbook_is_refused_with_the_cure(raw):
    assert "save it as an Excel workbook" in refusal(io.BytesIO(raw), "xlsx")


def test_archive_without_a_workbook_is_refused():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    written.seek(0)

    assert "save it as an Excel workbook" in refusal(written, "xlsx")


def test_workbook_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(tables, "MOST_UNPACKED_BYTES", 100)

    assert "too large" in refusal(workbook(["Kind"], ["Concern"]), "xlsx")
