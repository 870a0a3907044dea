"""Importing a spreadsheet: all of its good rows or none, and never twice."""

import datetime

import pytest
from django.utils import timezone

from engagement_site.private_files import private_storage
from sessions_app.core.errors import EngagementError
from sessions_app.feedback.services import feedback
from sessions_app.feedback_import import services
from sessions_app.feedback_import.models import LONGEST_RUN, FeedbackImport
from sessions_app.models import AuditEntry, FeedbackItem, ImportedRow
from tests.builders import build_program, build_session
from tests.sessions_app.feedback_import.sheets import csv_file, rows_of, uploaded

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    """Return a function that starts an import, lets the worker run it, and returns it."""

    def started(found):
        with django_capture_on_commit_callbacks(execute=True):
            services.start(feedback_import=found, by=found.by)
        return FeedbackImport.objects.get(pk=found.pk)

    return started


def test_good_rows_are_added_and_the_rest_is_counted(officer, run):
    session = build_session(title="Evening")
    found = uploaded(
        "Comment,Kind,Session", "One,Concern,Evening", "Two,Question,", "Three,praise,", by=officer
    )
    name = found.file.name

    done = run(found)

    assert (done.state, done.added, done.known, done.bad) == ("done", 2, 0, 1)
    assert list(FeedbackItem.objects.order_by("pk").values_list("private_note", "kind")) == [
        ("One", "concern"),
        ("Two", "question"),
    ]
    item = FeedbackItem.objects.get(private_note="One")
    assert (item.listening_session, item.recorded_by, item.position) == (session, officer, 1)
    assert AuditEntry.objects.for_instance(item).get().action == "engagement.feedback.create"
    assert not done.file
    assert not private_storage().exists(name)


def test_importing_the_file_again_adds_nothing(officer, run):
    lines = ("Comment,Organization", "Same,", "Same,", "Other,")
    program = build_program()
    run(uploaded(*lines, by=officer, program=program))

    again = uploaded(*lines, "New,", by=officer, program=program)

    assert [row.is_known for row in rows_of(again)] == [True, True, True, False]
    done = run(again)
    assert (done.added, done.known) == (1, 3)
    assert FeedbackItem.objects.count() == 4


def test_import_that_has_been_run_twice_adds_its_rows_once(officer, run):
    found = uploaded("Comment", "One", by=officer)
    run(found)

    services.run_import.call(found.pk)

    assert FeedbackItem.objects.count() == 1
    with pytest.raises(EngagementError, match="You can no longer do that"):
        services.start(feedback_import=found, by=officer)


def test_row_that_cannot_be_saved_leaves_nothing_behind(officer, run, monkeypatch):
    found = uploaded("Comment", "One", "Two", "Three", by=officer)
    record = feedback.record

    def fails_at_the_last(**values):
        if values["item"].private_note == "Three":
            raise ValueError("The disk is full.")
        return record(**values)

    monkeypatch.setattr(feedback, "record", fails_at_the_last)
    failed = run(found)

    assert (failed.state, failed.problem) == ("failed", services.FAILED)
    assert (FeedbackItem.objects.count(), ImportedRow.objects.count()) == (0, 0)
    assert failed.file

    monkeypatch.undo()
    assert run(failed).added == 3


def test_row_that_somebody_else_imported_meanwhile_stops_all(officer, run, monkeypatch):
    program = build_program()
    found, other = (uploaded("Comment", "One", by=officer, program=program) for _time in range(2))
    read = services.checked_rows

    def meanwhile(*arguments, **options):
        rows = read(*arguments, **options)
        monkeypatch.undo()
        assert run(other).added == 1
        return rows

    monkeypatch.setattr(services, "checked_rows", meanwhile)
    stopped = run(found)

    assert (stopped.state, stopped.problem) == ("checked", services.CHANGED)
    assert FeedbackItem.objects.count() == 1


def test_import_without_a_good_row_ends_where_it_began(officer, run):
    stopped = run(uploaded("Comment,Kind", "One,praise", by=officer))

    assert (stopped.state, stopped.problem) == ("checked", "No row is ready to be imported.")


def test_progress_is_stored_while_the_rows_are_read(officer, run, monkeypatch):
    monkeypatch.setattr(services, "PROGRESS_STEP", 2)
    found = uploaded("Comment", *"abcde", by=officer)
    seen = []
    original = services.checked_rows

    def watched(feedback_import, table, *, on_progress):
        def step(done):
            on_progress(done)
            seen.append(FeedbackImport.objects.get(pk=found.pk).checked)

        return original(feedback_import, table, on_progress=step)

    monkeypatch.setattr(services, "checked_rows", watched)
    run(found)

    assert seen == [0, 2, 2, 4, 5]


def test_import_whose_worker_was_killed_can_be_started_again(officer, run):
    found = uploaded("Comment", "One", by=officer)
    FeedbackImport.objects.update(state="running", started_at=timezone.now())
    with pytest.raises(EngagementError):
        services.start(feedback_import=found, by=officer)
    with pytest.raises(EngagementError):
        services.discard(feedback_import=found, by=officer)

    FeedbackImport.objects.update(started_at=timezone.now() - LONGEST_RUN)

    assert run(found).added == 1


def test_same_headings_begin_with_the_same_columns(officer):
    first = services.upload(file=csv_file("A,B", "x,y"), by=officer)
    assert first.columns == {}
    services.choose_columns(
        feedback_import=first, columns={"B": "private_note"}, defaults={"program": build_program()}
    )

    assert services.upload(file=csv_file("A,B", "1,2"), by=officer).columns == {"B": "private_note"}
    assert services.upload(file=csv_file("A,C", "1,2"), by=officer).columns == {}


def test_forgotten_file_is_deleted_after_a_day(officer, run, django_capture_on_commit_callbacks):
    forgotten, fresh, done = (uploaded("Comment", word, by=officer) for word in "abc")
    run(done)
    name = forgotten.file.name
    FeedbackImport.objects.filter(pk=forgotten.pk).update(
        created_at=timezone.now() - services.KEPT_FOR - datetime.timedelta(seconds=1)
    )
    FeedbackImport.objects.filter(pk=fresh.pk).update(
        created_at=timezone.now() - services.KEPT_FOR + datetime.timedelta(minutes=1)
    )

    with django_capture_on_commit_callbacks(execute=True):
        assert services.discard_forgotten() == 1

    forgotten.refresh_from_db()
    assert (forgotten.state, forgotten.file.name) == ("discarded", "")
    assert not private_storage().exists(name)
    assert services.discard_forgotten() == 0


def test_words_of_a_file_are_nowhere_but_in_the_items(officer, run):
    done = run(uploaded("Comment,Organization", "Sentinel words,", by=officer))

    stored = str(FeedbackImport.objects.filter(pk=done.pk).values().get())
    stored += str(list(ImportedRow.objects.values()))
    stored += str(list(AuditEntry.objects.values()))
    assert "Sentinel" not in stored
