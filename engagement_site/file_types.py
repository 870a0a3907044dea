"""Checks that the content of an uploaded file matches its extension.

Kept because Wagtail checks only the extension, and no maintained library checks the content.

Readers trust our documents: a web page named like a PDF would be served as one, and a renamed
executable would pass for a text file.
"""

import codecs
import re
import zipfile
from collections.abc import Callable
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

#: Raises ``ValidationError`` for a file whose content does not match its extension.
Check = Callable[["UploadedFile[bytes]", str], None]

#: More of a text file than browsers sniff to guess its type.
START_LENGTH = 8192
MARKUP = re.compile(r"<[!?a-z]", re.IGNORECASE)
OPEN_DOCUMENT_TEXT = b"application/vnd.oasis.opendocument.text"
#: Errors of an archive member that is missing, damaged, encrypted, or compressed unusually.
UNREADABLE = (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, OSError)

_ANOTHER_KIND = _(
    "The contents of this file do not match its file extension (.%(ending)s). Open it in "
    "the program that created it, save it in that format, then choose the new file."
)
_NO_TEXT = _(
    "This file is not UTF-8 text. Save it as text with UTF-8 encoding, then choose the new file."
)
_LIKE_A_PAGE = _(
    "This file looks like a web page, and browsers may open it as one. Save it as plain "
    "text or PDF, then choose the new file."
)


def ending_of(name: str) -> str:
    """Return the extension of a file name, in lower case and without the dot."""
    return PurePath(name).suffix.lower().lstrip(".")


def check_content(file: "UploadedFile[bytes]") -> None:
    """Raise ``ValidationError`` unless the content matches the extension, one of ``CHECKS``."""
    ending = ending_of(file.name or "")
    CHECKS[ending](file, ending)
    file.seek(0)


def begins_with(signature: bytes) -> Check:
    """Return a validator for the magic bytes of a file type."""

    def check(file: "UploadedFile[bytes]", ending: str) -> None:
        file.seek(0)
        if file.read(len(signature)) != signature:
            raise _another_kind(ending)

    return check


def is_office_file(folder: str) -> Check:
    """Return a validator for Office Open XML (ECMA-376, part 2) with its content in ``folder``."""

    def fits(archive: zipfile.ZipFile) -> bool:
        names = archive.namelist()
        return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)

    def check(file: "UploadedFile[bytes]", ending: str) -> None:
        _check_archive(file, ending, fits)

    return check


def is_open_document(file: "UploadedFile[bytes]", ending: str) -> None:
    """Raise ``ValidationError`` unless it is an OpenDocument text (ODF 1.3, part 2, 3.3)."""

    def fits(archive: zipfile.ZipFile) -> bool:
        with archive.open("mimetype") as opened:
            # Read no more than is compared, because of decompression bombs.
            return opened.read(len(OPEN_DOCUMENT_TEXT) + 1) == OPEN_DOCUMENT_TEXT

    _check_archive(file, ending, fits)


def _check_archive(
    file: "UploadedFile[bytes]", ending: str, fits: Callable[[zipfile.ZipFile], bool]
) -> None:
    """Check members by name, because their order and the first bytes differ between programs."""
    file.seek(0)
    try:
        # The central directory is at the end of a ZIP file, so anything could precede the archive.
        if file.read(4) == b"PK\x03\x04":
            with zipfile.ZipFile(file) as archive:
                if fits(archive):
                    return
    except UNREADABLE:
        pass
    raise _another_kind(ending)


def is_text(file: "UploadedFile[bytes]", ending: str) -> None:
    """Raise ``ValidationError`` for content that is not UTF-8, or that a browser could execute."""
    start = ""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    file.seek(0)
    try:
        for chunk in file.chunks():
            text = decoder.decode(chunk)
            if "\0" in text:
                raise ValidationError(_NO_TEXT, code="no_text")
            start = start or text.lstrip()[:START_LENGTH]
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise ValidationError(_NO_TEXT, code="no_text") from error
    if MARKUP.match(start):
        raise ValidationError(_LIKE_A_PAGE, code="like_a_page")
    if ending == "ics" and not start.upper().startswith("BEGIN:VCALENDAR"):
        raise _another_kind(ending)


def _another_kind(ending: str) -> ValidationError:
    return ValidationError(_ANOTHER_KIND, params={"ending": ending}, code="another_kind")


#: One for each of `WAGTAILDOCS_EXTENSIONS`.
CHECKS: dict[str, Check] = {
    "csv": is_text,
    "docx": is_office_file("word/"),
    "ics": is_text,
    "odt": is_open_document,
    "pdf": begins_with(b"%PDF-"),  # ISO 32000-2, 7.5.2
    "pptx": is_office_file("ppt/"),
    "rtf": begins_with(b"{\\rtf"),
    "txt": is_text,
    "xlsx": is_office_file("xl/"),
}
