"""Imports of feedback items from a spreadsheet."""

import datetime
import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagement_site.accounts.models import User
from engagement_site.file_types import ending_of
from engagement_site.private_files import private_storage
from sessions_app.core.models import ReferencedModel, TimestampedModel
from sessions_app.feedback.enums import FeedbackChannel, FeedbackKind
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback_import.enums import ImportState
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.programs.models import Program

FILE_NAME_LENGTH = 150
#: After which an import that has not ended is taken for one whose worker was killed.
LONGEST_RUN = datetime.timedelta(minutes=10)


def upload_path(feedback_import: "FeedbackImport", name: str) -> str:
    """Return where to store the file: never under a name that somebody chose."""
    return f"imports/{secrets.token_hex(16)}.{ending_of(name)}"


class FeedbackImport(ReferencedModel, TimestampedModel):
    """One uploaded spreadsheet. Its file, which holds words and sources, is deleted at the end."""

    REFERENCE_KIND = "FS"

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="feedback_imports",
        verbose_name=_("imported by"),
    )
    name = models.CharField(_("file name"), max_length=FILE_NAME_LENGTH)
    file = models.FileField(_("file"), storage=private_storage, upload_to=upload_path, blank=True)
    state = models.CharField(
        _("status"), max_length=20, choices=ImportState, default=ImportState.UPLOADED
    )
    #: The headings of the file, to remember which column holds what.
    headings = models.JSONField(default=list)
    #: Heading → :class:`ImportField`, for the columns that are imported.
    columns = models.JSONField(default=dict)
    program = models.ForeignKey(
        Program, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("program")
    )
    listening_session = models.ForeignKey(
        ListeningSession,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("listening session"),
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=FeedbackKind, default=FeedbackKind.CONCERN
    )
    channel = models.CharField(
        _("channel"), max_length=20, choices=FeedbackChannel, default=FeedbackChannel.EMAIL
    )
    received_on = models.DateField(_("date received"), default=timezone.localdate)
    #: Rows of the file, and how many of them have been read since the import was started.
    total = models.PositiveIntegerField(default=0)
    checked = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(_("added"), default=0)
    #: Rows that were in the register already, and rows with a problem.
    known = models.PositiveIntegerField(_("already in the register"), default=0)
    bad = models.PositiveIntegerField(_("left out"), default=0)
    problem = models.TextField(blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("import of feedback")
        verbose_name_plural = _("imports of feedback")
        constraints = [
            models.CheckConstraint(
                name="feedback_import_finished_holds_no_file",
                condition=~models.Q(state__in=[ImportState.DONE, ImportState.DISCARDED])
                | models.Q(file=""),
            )
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="feedback_import_newest"),
            models.Index(
                fields=["created_at"],
                name="feedback_import_with_file",
                condition=~models.Q(file=""),
            ),
        ]

    @property
    def ending(self) -> str:
        return ending_of(self.name)

    def is_by(self, user: User) -> bool:
        return self.by_id == user.pk

    def has_stalled(self) -> bool:
        """Whether it is running for so long that its worker must have been killed."""
        return (
            self.state == ImportState.RUNNING
            and self.started_at is not None
            and self.started_at < timezone.now() - LONGEST_RUN
        )


class ImportedRow(models.Model):
    """A row that has been imported, so that importing it again adds nothing."""

    feedback_import = models.ForeignKey(
        FeedbackImport, models.PROTECT, related_name="imported_rows"
    )
    # CASCADE: a line that is taken back can be imported again.
    item = models.OneToOneField(FeedbackItem, models.CASCADE, related_name="imported_row")
    number = models.PositiveIntegerField()
    #: Keyed hash of what the row says (see ``selectors.rows``): it tells nothing without the key.
    fingerprint = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.feedback_import} · {self.number}"
