"""Services that import feedback items from a spreadsheet, all of its good rows or none."""

import datetime
import logging
from collections.abc import Mapping
from typing import IO, Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_tasks import task

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.versions import lock
from sessions_app.feedback.services import feedback
from sessions_app.feedback_import.enums import UNFINISHED_STATES, ImportState
from sessions_app.feedback_import.models import FeedbackImport, ImportedRow
from sessions_app.feedback_import.selectors.columns import guessed_columns
from sessions_app.feedback_import.selectors.rows import CheckedRow, checked_rows
from sessions_app.feedback_import.tables import Table, read_table

logger = logging.getLogger(__name__)

#: How long the file of an import that nobody finishes is kept.
KEPT_FOR = datetime.timedelta(days=1)
#: Rows between two updates of the progress.
PROGRESS_STEP = 50
CHANGED = gettext_noop(
    "Something changed after you checked the rows, so nothing was imported. Check them again."
)
FAILED = gettext_noop("The import failed, and nothing was imported. Try again.")


def table_of(feedback_import: FeedbackImport) -> Table:
    """Return the cells of an import's file. Raises :class:`EngagementError` if it is unreadable."""
    with feedback_import.file.open("rb") as file:
        return read_table(cast(IO[bytes], file), ending=feedback_import.ending)


@transaction.atomic
def upload(*, file: "UploadedFile[bytes]", by: User) -> FeedbackImport:
    """Store a CSV or Excel file, and guess what its columns hold. Imports nothing.

    Raises :class:`EngagementError` with the cure for a file that cannot be read.
    """
    feedback_import = FeedbackImport(by=by, name=file.name or "", file=file)
    table = read_table(cast(IO[bytes], file.file), ending=feedback_import.ending)
    file.seek(0)
    feedback_import.headings = list(table.headings)
    feedback_import.columns = guessed_columns(table.headings)
    feedback_import.total = len(table.rows)
    feedback_import.save()
    audit.record(
        instance=feedback_import,
        action="engagement.feedback_import.upload",
        by=by,
        rows=feedback_import.total,
    )
    return feedback_import


@transaction.atomic
def choose_columns(
    *,
    feedback_import: FeedbackImport,
    columns: Mapping[str, str],
    defaults: Mapping[str, Any],
) -> FeedbackImport:
    """Set which column holds what, and what holds for every row without a value of its own.

    ``columns`` maps headings to :class:`ImportField`; ``defaults`` are fields of the import.
    Raises :class:`EngagementError` once the import has been started.
    """
    current = lock(feedback_import)
    _require_not_started(current)
    current.columns = dict(columns)
    for name, value in defaults.items():
        setattr(current, name, value)
    current.state, current.problem = ImportState.CHECKED, ""
    current.save()
    return current


@transaction.atomic
def start(*, feedback_import: FeedbackImport, by: User) -> FeedbackImport:
    """Have the worker import the rows that are ready. Starting it again does no harm.

    Raises :class:`EngagementError` for an import that is done, discarded, or still running.
    """
    current = lock(feedback_import)
    if current.state not in (ImportState.CHECKED, ImportState.FAILED) and not current.has_stalled():
        raise _not_now()
    current.state, current.problem = ImportState.RUNNING, ""
    current.started_at, current.checked = timezone.now(), 0
    current.save()
    audit.record(instance=current, action="engagement.feedback_import.start", by=by)
    transaction.on_commit(lambda: run_import.enqueue(current.pk))
    return current


@task()
def run_import(pk: int) -> None:
    """Import the rows of a started import, in one transaction. A second run adds nothing."""
    feedback_import = FeedbackImport.objects.select_related("by").get(pk=pk)
    if feedback_import.state != ImportState.RUNNING:
        return
    try:
        added = _run(feedback_import)
    except EngagementError as error:
        _stop(feedback_import, state=ImportState.CHECKED, problem=error.message)
    except IntegrityError:
        # Somebody has imported one of the rows meanwhile.
        _stop(feedback_import, state=ImportState.CHECKED, problem=CHANGED)
    except Exception:
        logger.exception("Import %s failed; nothing was imported.", feedback_import)
        _stop(feedback_import, state=ImportState.FAILED, problem=FAILED)
    else:
        logger.info("Import %s added %d items.", feedback_import, added)


@transaction.atomic
def discard(*, feedback_import: FeedbackImport, by: User | None) -> FeedbackImport:
    """Delete the file of an import that is not wanted. Raises :class:`EngagementError` if it is
    done or running.
    """
    current = lock(feedback_import)
    if current.state == ImportState.RUNNING and not current.has_stalled():
        raise _not_now()
    if current.state not in UNFINISHED_STATES:
        raise _not_now()
    _end(current, state=ImportState.DISCARDED)
    current.save()
    audit.record(instance=current, action="engagement.feedback_import.discard", by=by)
    return current


def discard_forgotten() -> int:
    """Discard the imports that nobody finished within :data:`KEPT_FOR`; return how many."""
    forgotten = FeedbackImport.objects.exclude(file="").filter(
        created_at__lt=timezone.now() - KEPT_FOR
    )
    count = 0
    for feedback_import in forgotten:
        if feedback_import.state != ImportState.RUNNING or feedback_import.has_stalled():
            discard(feedback_import=feedback_import, by=None)
            count += 1
    return count


def _run(feedback_import: FeedbackImport) -> int:
    def show(done: int) -> None:
        if done % PROGRESS_STEP == 0 or done == feedback_import.total:
            FeedbackImport.objects.filter(pk=feedback_import.pk).update(checked=done)

    # Outside the transaction, which holds SQLite's one write lock, and shows its progress.
    rows = checked_rows(feedback_import, table_of(feedback_import), on_progress=show)
    with transaction.atomic():
        current = lock(feedback_import, "by")
        if current.state != ImportState.RUNNING:
            return 0
        ready = [row for row in rows if row.is_ready]
        if not ready:
            raise EngagementError(_("No row is ready to be imported."))
        for row in ready:
            _add(current, row)
        current.added = len(ready)
        current.known = sum(row.is_known for row in rows)
        current.bad = sum(bool(row.problems) for row in rows)
        _end(current, state=ImportState.DONE)
        current.save()
        audit.record(
            instance=current,
            action="engagement.feedback_import.finish",
            by=current.by,
            added=current.added,
            known=current.known,
            bad=current.bad,
        )
    return len(ready)


def _add(feedback_import: FeedbackImport, row: CheckedRow) -> None:
    item = feedback.record(
        item=row.item,
        by=feedback_import.by,
        themes=row.themes,
        jurisdictions=row.jurisdictions,
    )
    ImportedRow.objects.create(
        feedback_import=feedback_import,
        item=item,
        number=row.number,
        fingerprint=row.fingerprint,
    )


def _end(feedback_import: FeedbackImport, *, state: ImportState) -> None:
    """Set the last state, and delete the file once the transaction can no longer roll back."""
    storage, name = feedback_import.file.storage, feedback_import.file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name), robust=True)
    # Names of files tell sources: "Letter of Lakeside Legal Aid".
    feedback_import.file = feedback_import.name = ""
    feedback_import.state, feedback_import.finished_at = state, timezone.now()


def _stop(feedback_import: FeedbackImport, *, state: ImportState, problem: str) -> None:
    FeedbackImport.objects.filter(pk=feedback_import.pk, state=ImportState.RUNNING).update(
        state=state, problem=problem, updated_at=timezone.now()
    )


def _require_not_started(feedback_import: FeedbackImport) -> None:
    if feedback_import.state not in UNFINISHED_STATES - {ImportState.RUNNING}:
        raise _not_now()


def _not_now() -> EngagementError:
    return EngagementError(
        _("You can no longer do that. This page shows the current status of the import.")
    )
