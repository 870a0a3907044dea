"""Cells of every export to CSV and XLSX, of our records and of Wagtail's own reports.

Prevents CSV injection: no cell is a formula (OWASP, CSV Injection).
"""

import csv
import datetime
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from engagement_site.plain_text import clean_text

#: Some program interprets a cell that begins with one of these as a formula. The last four are the
#: full-width forms, which spreadsheet programs in East Asian locales treat the same.
FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")

#: Without it, Excel reads a CSV file in the code page of the machine.
BYTE_ORDER_MARK = "\ufeff"


def safe_cell(value: Any) -> Any:
    """Return ``value`` such that no spreadsheet program executes it.

    Numbers and dates are unchanged. Text that could be read as a formula, also after leading
    spaces, is prefixed with an apostrophe.
    """
    if isinstance(value, Promise):
        value = str(value)
    if not isinstance(value, str):
        return value
    text = clean_text(value)
    if text.startswith(FORMULA_PREFIXES) or text.lstrip().startswith(FORMULA_PREFIXES):
        return f"'{text}"
    return text


def readable_value(value: Any) -> Any:
    """Return a truth value in words, and a time to the minute, naive and in the site's time zone.

    A naive time stays in the time zone that it is in.
    """
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime.datetime):
        # The zone of the site, not of the person who exports: people compare and pass on exports.
        if timezone.is_aware(value):
            value = timezone.make_naive(value, timezone.get_default_timezone())
        return value.replace(second=0, microsecond=0)
    return value


def csv_response(rows: Iterable[Iterable[Any]], *, filename: str) -> HttpResponse:
    """Return a download of the rows, each cell safe."""
    table = io.StringIO()
    csv.writer(table).writerows([safe_cell(cell) for cell in row] for row in rows)
    return HttpResponse(
        (BYTE_ORDER_MARK + table.getvalue()).encode(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )


def register() -> None:
    """Make every export of Wagtail follow the same rules (ADR 0033)."""
    SpreadsheetExportMixin.preprocess_field_value = _preprocess_field_value
    SpreadsheetExportMixin.get_heading = _get_heading
    SpreadsheetExportMixin.stream_csv = _stream_csv


_wagtail_cell = SpreadsheetExportMixin.preprocess_field_value
_wagtail_heading = SpreadsheetExportMixin.get_heading
_wagtail_stream = SpreadsheetExportMixin.stream_csv


def _preprocess_field_value(
    view: SpreadsheetExportMixin, field: str, value: Any, export_format: str
) -> Any:
    value = readable_value(value)
    if isinstance(value, datetime.datetime) and export_format == view.FORMAT_CSV:
        value = value.isoformat(" ", "minutes")
    return safe_cell(_wagtail_cell(view, field, value, export_format))


def _get_heading(view: SpreadsheetExportMixin, queryset: QuerySet[Any], field: str) -> str:
    return str(safe_cell(_wagtail_heading(view, queryset, field)))


def _stream_csv(view: SpreadsheetExportMixin, queryset: QuerySet[Any]) -> Iterator[bytes]:
    yield BYTE_ORDER_MARK.encode()
    yield from _wagtail_stream(view, queryset)
