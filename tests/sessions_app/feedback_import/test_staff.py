"""Staff screens of an import."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sessions_app.feedback_import import services
from sessions_app.models import FeedbackImport, FeedbackItem
from tests.builders import build_program
from tests.sessions_app.answers import text_of
from tests.sessions_app.feedback_import.sheets import csv_file, uploaded

pytestmark = pytest.mark.django_db

LINES = ("Comment,Kind", "Nobody answers the phone.,Concern", "Thank you.,praise")


def check_url(found):
    return reverse("feedback_import_check", args=[found.reference])


def test_file_is_uploaded_matched_checked_and_imported(
    officer_client, officer, django_capture_on_commit_callbacks
):
    program = build_program(name="Secure Communities")
    start = reverse("feedback_import")
    assert "Nothing has been imported yet." in text_of(officer_client.get(start))

    answer = officer_client.post(start, {"file": csv_file(*LINES), "idempotency_key": "one"})

    found = FeedbackImport.objects.get()
    assert answer.url == reverse("feedback_import_columns", args=[found.reference])
    page = officer_client.get(answer.url)
    assert "For example: “Nobody answers the phone.”, “Thank you.”" in text_of(page)
    assert page.context["form"]["column_0"].value() == "private_note"
    columns = {
        "column_0": "private_note", "column_1": "kind", "kind": "concern", "channel": "email",
        "received_on": "2026-05-04", "program": program.pk, "listening_session": "",
    }  # fmt: skip
    answer = officer_client.post(answer.url, columns)

    assert answer.url == check_url(found)
    page = officer_client.get(answer.url)
    assert "no-store" in page["Cache-Control"]
    words = text_of(page)
    assert "1 row will be added." in words
    assert "1 row has a problem and will be left out." in words
    assert "“praise” is none of Concern, Suggestion, Question, Commendation." in words
    assert "Nobody answers the phone." in words
    assert not FeedbackItem.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        officer_client.post(answer.url)

    item = FeedbackItem.objects.get()
    assert (item.private_note, item.channel) == ("Nobody answers the phone.", "email")
    page = officer_client.get(answer.url)
    assert "1 row was added. Already in the register: 0. Left out: 1." in text_of(page)
    assert reverse("feedbackitem:inspect", args=[item.pk]) in page.content.decode()


def test_rows_to_correct_can_be_downloaded_and_corrected(officer_client, officer):
    found = uploaded(*LINES, by=officer)

    sheet = officer_client.get(reverse("feedback_import_bad_rows", args=[found.reference]))

    rows = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    assert rows[0] == ["Comment", "Kind", "What to correct"]
    assert [row[:2] for row in rows[1:]] == [["Thank you.", "praise"]]
    assert "Kind: “praise” is none of" in rows[1][2]


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (SimpleUploadedFile("notes.docx", b"x"), "Choose a CSV file (.csv) or an Excel workbook"),
        (SimpleUploadedFile("notes.csv", b"x"), "This file has headings and no rows below them."),
        (SimpleUploadedFile("notes.csv", b""), "This file is empty. Choose another one."),
        (None, "Choose a file."),
    ],
)
def test_file_that_cannot_be_read_is_refused_beside_the_field(officer_client, file, says):
    page = officer_client.post(reverse("feedback_import"), {"file": file} if file else {})

    assert says in text_of(page)
    assert page.content.decode().count('id="id_file_error"') == 1
    assert not FeedbackImport.objects.exists()


def test_columns_that_do_not_fit_are_refused_beside_them(officer_client, officer):
    found = services.upload(file=csv_file("A,B", "x,y"), by=officer)
    url = reverse("feedback_import_columns", args=[found.reference])
    common = {"kind": "concern", "channel": "email", "received_on": "2026-05-04"}

    page = officer_client.post(url, common)
    assert "Choose which column holds what was said." in text_of(page)
    same = {"column_0": "private_note", "column_1": "private_note"}
    page = officer_client.post(url, common | same)
    assert "“A” already holds this. Choose one of the two columns." in text_of(page)


def test_import_is_open_to_whoever_uploaded_it_alone(officer, manager_client):
    found = uploaded(*LINES, by=officer)

    assert found.reference in text_of(manager_client.get(reverse("feedback_import")))
    for name in ("check", "columns", "bad_rows"):
        url = reverse(f"feedback_import_{name}", args=[found.reference])
        assert manager_client.get(url).status_code == 404
    assert manager_client.post(check_url(found)).status_code == 404
    discard = reverse("feedback_import_discard", args=[found.reference])
    assert manager_client.post(discard).status_code == 404


def test_discarded_import_says_so(officer_client, officer):
    found = uploaded(*LINES, by=officer)

    officer_client.post(reverse("feedback_import_discard", args=[found.reference]))

    page = officer_client.get(check_url(found))
    assert "This import was discarded, and its file deleted. Nothing was added." in text_of(page)


def test_running_import_shows_its_progress(officer_client, officer):
    found = uploaded(*LINES, by=officer)
    FeedbackImport.objects.update(state="running", checked=1)

    page = officer_client.get(check_url(found))

    assert "1 of 2 rows read." in text_of(page)
    assert '<progress id="progress" max="2" value="1">' in page.content.decode()
    columns = officer_client.get(reverse("feedback_import_columns", args=[found.reference]))
    assert columns.url == check_url(found)
