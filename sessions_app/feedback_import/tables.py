"""Reads the cells of an uploaded CSV or Excel file.

Kept beside openpyxl and the csv module because what people upload is not always what its name says:
each way in which it can be unreadable has a message that says what to do.
"""

import csv
import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any

import openpyxl
from django.utils.translation import gettext as _

from engagement_site.plain_text import clean_line, clean_text
from engagement_site.spreadsheets import FORMULA_PREFIXES
from sessions_app.core.errors import EngagementError

MOST_ROWS = 1000
MOST_COLUMNS = 60
#: Of an Excel file once it is unpacked: protects against decompression bombs.
MOST_UNPACKED_BYTES = 50 * 1024 * 1024
ENDINGS = ("csv", "xlsx")


@dataclass(frozen=True)
class TableRow:
    #: As the spreadsheet program numbers it: the headings are in row 1.
    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    headings: tuple[str, ...]
    rows: tuple[TableRow, ...]


def read_table(file: IO[bytes], *, ending: str) -> Table:
    """Return the first sheet of a file: its headings, and its rows that are not blank.

    A cell is text, and a date is in ISO 8601. The apostrophe with which our exports neutralize
    formulas is removed. Raises :class:`EngagementError` with the cure if the file cannot be read,
    has no headings or no rows, has the same heading twice, or is larger than the limits.
    """
    lines = _excel_lines(file) if ending == "xlsx" else _csv_lines(file)
    numbered = ((number, [_text(cell) for cell in line]) for number, line in lines)
    filled = ((number, cells) for number, cells in numbered if any(cells))
    first = next(filled, None)
    if first is None:
        raise EngagementError(_("This file is empty. Choose one with headings in its first row."))
    headings = _headings(first[1])
    rows: list[TableRow] = []
    for number, cells in filled:
        if len(rows) == MOST_ROWS:
            raise EngagementError(
                _("This file has more than %(most)s rows. Divide it, and import one after another.")
                % {"most": f"{MOST_ROWS:,}"}
            )
        width = len(headings)
        rows.append(TableRow(number, tuple((cells + [""] * width)[:width])))
    if not rows:
        raise EngagementError(_("This file has headings and no rows below them."))
    return Table(headings, tuple(rows))


def _headings(cells: list[str]) -> tuple[str, ...]:
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise EngagementError(
            _("This file has more than %(most)d columns. Delete those that you do not need.")
            % {"most": MOST_COLUMNS}
        )
    named = [clean_line(cell) for cell in cells]
    known = [name.casefold() for name in named if name]
    for name in known:
        if known.count(name) > 1:
            raise EngagementError(
                _("Two columns have the heading “%(name)s”. Rename one of them.")
                % {"name": next(each for each in named if each.casefold() == name)}
            )
    return tuple(named)


def _csv_lines(file: IO[bytes]) -> Iterator[tuple[int, list[Any]]]:
    raw = file.read()
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        raise EngagementError(
            _(
                "This file is not in UTF-8. In Excel, save it as “CSV UTF-8” or as an Excel "
                "workbook, then choose the new file."
            )
        ) from None
    if "\0" in text:
        raise EngagementError(
            _("This file is not text. Save it as “CSV UTF-8”, then choose the new file.")
        )
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    try:
        for number, line in enumerate(reader, start=1):
            yield number, line
    except csv.Error:
        raise EngagementError(
            _(
                "Row %(number)d cannot be read. Look there for a quotation mark that is not "
                "closed, or save the file as an Excel workbook."
            )
            % {"number": number + 1}
        ) from None


def _excel_lines(file: IO[bytes]) -> Iterator[tuple[int, Iterable[Any]]]:
    try:
        with zipfile.ZipFile(file) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > MOST_UNPACKED_BYTES:
            raise EngagementError(
                _("This workbook is too large. Copy the rows into a new one, and choose that.")
            )
        file.seek(0)
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # Some programs write a wrong size, beyond which nothing would be read.
        sheet.reset_dimensions()
        lines = enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1), start=1)
        yield from lines
        book.close()
    except EngagementError:
        raise
    except Exception as error:
        raise EngagementError(
            _(
                "This workbook cannot be opened. Open it in the program that made it, save it "
                "as an Excel workbook (.xlsx) without a password, then choose the new file."
            )
        ) from error


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case datetime.datetime():
            return value.date().isoformat()
        case datetime.date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
    text = clean_text(str(value)).strip()
    if text.startswith("'") and text[1:].lstrip().startswith(FORMULA_PREFIXES):
        return text[1:].lstrip()
    return text
