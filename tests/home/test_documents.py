"""Uploaded documents must match their file extension. Browsers display only PDFs inline."""

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents import get_document_model

from engagement_site import file_types
from tests.builders import build_user

pytestmark = pytest.mark.django_db

Document = get_document_model()
PAGE = b"<!DOCTYPE html><script>alert(1)</script>"
#: OLE container: used by Office 97–2003, and by newer documents with a password.
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def archive(*names: str, first: tuple[str, bytes] | None = None) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as opened:
        if first:
            opened.writestr(*first)
        for name in names:
            opened.writestr(name, b"<xml/>")
    return written.getvalue()


def workbook() -> bytes:
    written = io.BytesIO()
    openpyxl.Workbook().save(written)
    return written.getvalue()


DOCX = archive("[Content_Types].xml", "_rels/.rels", "word/document.xml")
#: LibreOffice and SharePoint use a different order and different names inside the archive.
DOCX_ELSEWHERE = archive(
    "_rels/.rels", "docProps/app.xml", "docProps/core.xml", "word/document2.xml", "word/styles.xml",
    "[Content_Types].xml",
)  # fmt: skip
PPTX = archive("[Content_Types].xml", "_rels/.rels", "ppt/presentation.xml")
ODT = archive("content.xml", first=("mimetype", b"application/vnd.oasis.opendocument.text"))
ODS = archive("content.xml", first=("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"))
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"

AS_NAMED = [
    ("agenda.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
    ("AGENDA.PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
    ("agenda.docx", DOCX),
    ("agenda.docx", DOCX_ELSEWHERE),
    ("agenda.pptx", PPTX),
    ("agenda.xlsx", workbook()),
    ("agenda.odt", ODT),
    ("agenda.rtf", rb"{\rtf1\ansi Words.}"),
    ("agenda.txt", "Años".encode()),
    ("agenda.csv", "\ufeffname,city\r\nZoë,Peñasco\r\n".encode()),
    ("agenda.ics", CALENDAR),
]
ANOTHER_KIND = [
    ("agenda.pdf", PAGE),
    ("agenda.pdf", b" \n" + PAGE + b"%PDF-1.7"),
    ("agenda.pdf", b" %PDF-1.7"),
    ("agenda.docx", PAGE),
    ("agenda.docx", OLE),
    ("agenda.docx", workbook()),
    ("agenda.docx", archive("word/document.xml")),
    ("agenda.docx", DOCX[:40]),
    ("agenda.docx", PAGE + DOCX),
    ("agenda.xlsx", DOCX),
    ("agenda.pptx", archive("notes.txt")),
    ("agenda.odt", ODS),
    ("agenda.odt", DOCX),
    ("agenda.rtf", PAGE),
    ("agenda.ics", b"name,city\r\n"),
]
NO_TEXT = [("agenda.txt", b"a\0b"), ("agenda.csv", "Peñasco".encode("latin-1")), ("a.txt", OLE)]
MARKUP = [
    ("agenda.txt", PAGE),
    ("agenda.csv", "\ufeff \r\n<SCRIPT>alert(1)</SCRIPT>".encode()),
    ("agenda.ics", b"<html>" + CALENDAR),
    ("agenda.txt", b"<!-- x --><svg onload=alert(1)>"),
]
WORDS = {
    "another": "The contents of this file do not match its file extension",
    "no text": "This file is not UTF-8 text",
    "markup": "This file looks like a web page",
}
REFUSED = [
    *((name, body, WORDS["another"]) for name, body in ANOTHER_KIND),
    *((name, body, WORDS["no text"]) for name, body in NO_TEXT),
    *((name, body, WORDS["markup"]) for name, body in MARKUP),
    ("agenda.html", PAGE, "File extension “html” is not allowed"),
    ("agenda.svg", b"<svg/>", "File extension “svg” is not allowed"),
    ("agenda.pdf.exe", b"%PDF-1.7", "File extension “exe” is not allowed"),
]


@pytest.fixture
def administrator(client):
    client.force_login(build_user(is_superuser=True))
    return client


def upload(client, name: str, body: bytes):
    """Upload a file through the form for a single document."""
    file = SimpleUploadedFile(name, body)
    return client.post("/admin/documents/add/", {"title": "Agenda", "file": file})


def upload_dropped(client, name: str, body: bytes):
    """Upload a file as the page for multiple documents does on drag and drop."""
    return client.post(
        "/admin/documents/multiple/add/",
        {"title": "Agenda", "files[]": SimpleUploadedFile(name, body)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    ).json()


def numbered(cases: list[tuple[Any, ...]]) -> list[str]:
    """Return stable test IDs: the bytes of a file contain timestamps, so they change every run."""
    return [f"{case[0]} {number}" for number, case in enumerate(cases)]


@pytest.mark.parametrize(("name", "body"), AS_NAMED, ids=numbered(AS_NAMED))
def test_file_that_is_what_its_name_says_is_kept_whole(administrator, name, body):
    assert upload(administrator, name, body).status_code == 302
    assert upload_dropped(administrator, name, body)["success"]

    for document in Document.objects.all():
        with document.open_file() as kept:
            assert kept.read() == body
    assert Document.objects.count() == 2


@pytest.mark.parametrize(("name", "body", "words"), REFUSED, ids=numbered(REFUSED))
def test_file_that_is_something_else_is_refused_beside_its_field(administrator, name, body, words):
    response = upload(administrator, name, body)
    [error] = response.context["form"].errors["file"]
    dropped = upload_dropped(administrator, name, body)

    assert words in error
    assert dropped == {"success": False, "error_message": error}
    assert not Document.objects.exists()


def test_file_that_is_too_large_is_refused(administrator, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 100

    response = upload(administrator, "agenda.txt", b"x" * 101)

    assert "This file is too big" in response.context["form"].errors["file"][0]
    assert not upload_dropped(administrator, "agenda.txt", b"x" * 101)["success"]
    assert not Document.objects.exists()


def test_new_file_of_a_document_is_looked_into_as_well(administrator):
    upload(administrator, "agenda.txt", b"Words.")
    edit = f"/admin/documents/edit/{Document.objects.get().pk}/"

    renamed = administrator.post(edit, {"title": "Renamed"})
    replaced = administrator.post(
        edit, {"title": "Replaced", "file": SimpleUploadedFile("agenda.pdf", PAGE)}
    )

    assert renamed.status_code == 302
    assert WORDS["another"] in replaced.context["form"].errors["file"][0]
    assert Document.objects.get().title == "Renamed"


@pytest.mark.parametrize(
    ("name", "body", "disposition"),
    [
        ("agenda.pdf", b"%PDF-1.7\n", "inline"),
        ("agenda.txt", b"Words.", "attachment"),
        ("agenda.csv", b"a,b\n", "attachment"),
        ("agenda.rtf", rb"{\rtf1}", "attachment"),
        ("agenda.docx", DOCX, "attachment"),
    ],
)
def test_document_is_shown_by_browsers_only_as_pdf(administrator, client, name, body, disposition):
    upload(administrator, name, body)
    client.logout()

    response = client.get(Document.objects.get().url)
    response.close()

    assert response.headers["Content-Disposition"].partition(";")[0] == disposition
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'"


def test_every_ending_that_is_allowed_is_looked_into(settings):
    assert sorted(file_types.CHECKS) == settings.WAGTAILDOCS_EXTENSIONS
