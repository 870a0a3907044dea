"""Spreadsheets to import, as a person would upload them."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from engagement_site.accounts.models import User
from sessions_app.feedback_import import services
from sessions_app.feedback_import.models import FeedbackImport
from sessions_app.feedback_import.selectors.rows import CheckedRow, checked_rows
from tests.builders import build_program


def csv_file(*lines: str, name: str = "survey.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join(lines).encode(), content_type="text/csv")


def uploaded(*lines: str, by: User, **defaults: Any) -> FeedbackImport:
    """Return an import whose columns are matched by their headings, ready to be started."""
    found = services.upload(file=csv_file(*lines), by=by)
    if "program" not in defaults and "listening_session" not in defaults:
        defaults["program"] = build_program()
    return services.choose_columns(feedback_import=found, columns=found.columns, defaults=defaults)


def rows_of(found: FeedbackImport) -> list[CheckedRow]:
    return checked_rows(found, services.table_of(found))


def problems_of(found: FeedbackImport) -> dict[int, list[tuple[str, str]]]:
    return {
        row.number: [(problem.heading, problem.message) for problem in row.problems]
        for row in rows_of(found)
        if row.problems
    }
