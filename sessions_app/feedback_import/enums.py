"""Choices of imports of feedback items from a spreadsheet."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportState(TextChoices):
    UPLOADED = "uploaded", _("Columns to match")
    CHECKED = "checked", _("To check")
    RUNNING = "running", _("Running")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Failed")
    DISCARDED = "discarded", _("Discarded")


#: Of which the uploaded file is kept.
UNFINISHED_STATES = frozenset(
    {ImportState.UPLOADED, ImportState.CHECKED, ImportState.RUNNING, ImportState.FAILED}
)


class ImportField(TextChoices):
    """What a column of the spreadsheet can hold. The labels are the headings of the export."""

    REFERENCE = "reference", _("Reference")
    WORDS = "private_note", _("What was said")
    KIND = "kind", _("Kind")
    PROGRAM = "program", _("Program")
    SESSION = "listening_session", _("Listening session")
    ORGANIZATION = "organization", _("Organization")
    ATTRIBUTION = "attribution", _("Attribution")
    SEVERITY = "severity", _("Severity")
    THEMES = "themes", _("Themes")
    PLACES = "jurisdictions", _("States and counties")
    LANGUAGE = "language", _("Language spoken")
    CHANNEL = "channel", _("Channel")
    RECEIVED_ON = "received_on", _("Received")
    SUMMARY = "public_summary", _("Public summary")
