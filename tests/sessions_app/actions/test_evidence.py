"""Evidence of action updates: who attaches it, who opens it, and what is refused."""

from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import ReferenceIndex

from sessions_app.actions import services as actions
from sessions_app.models import ActionEvidence, ActionUpdate, Agency, AuditEntry, SessionMaterial
from tests.builders import build_action, build_session
from tests.sessions_app.answers import errors_of, text_of

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nwords"


def pdf(name="plan.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def action(owner):
    ice = Agency.objects.get(abbreviation="ICE")
    return build_action(owner=owner, lead_agency=ice, state="accepted", is_public=True)


@pytest.fixture
def attach(action, officer):
    def attach_file(*, is_public, name="plan.pdf"):
        update = actions.post_update(
            action=action, text="Done.", by=officer, is_public=is_public, evidence=[pdf(name)]
        )
        return update.evidence.get()

    return attach_file


def post(client, action, *files, **answers):
    url = reverse("followupaction:update", args=[action.pk])
    return client.post(url, {"text": "It is printed.", "evidence": files, **answers})


def stored_files(settings):
    return [path for path in Path(settings.PRIVATE_ROOT).rglob("*") if path.is_file()]


def test_owner_without_a_document_permission_attaches_several_files(signed_in, owner, action):
    client = signed_in(owner)
    assert not owner.has_perm("wagtaildocs.choose_document")

    post(client, action, pdf(), SimpleUploadedFile("count.csv", b"a,b\n"))

    update = ActionUpdate.objects.get()
    assert list(update.evidence.values_list("name", "size")) == [
        ("plan.pdf", len(PDF)),
        ("count.csv", 4),
    ]
    assert not Document.objects.exists()
    assert AuditEntry.objects.get(action="engagement.action.update").data["evidence"] == 2
    page = text_of(client.get(reverse("followupaction:inspect", args=[action.pk])))
    assert "plan.pdf" in page
    assert "staff only" in page


def test_evidence_of_a_private_update_is_not_found_by_the_public(client, signed_in, attach, editor):
    url = attach(is_public=False).get_absolute_url()

    assert client.get(url).status_code == 404
    assert signed_in(editor).get(url).status_code == 404


@pytest.mark.parametrize("reader", ["owner", "officer", "manager", "analyst", "auditor"])
def test_evidence_of_a_private_update_opens_to_staff_who_see_the_action(
    signed_in, attach, reader, request
):
    answer = signed_in(request.getfixturevalue(reader)).get(
        attach(is_public=False).get_absolute_url()
    )

    assert answer.getvalue() == PDF
    assert "no-store" in answer["Cache-Control"]


def test_evidence_of_another_agency_is_not_found(signed_in, attach, owner, action):
    url = attach(is_public=False).get_absolute_url()
    action.owner = None
    action.lead_agency = Agency.objects.get(abbreviation="CBP")
    action.save()

    assert signed_in(owner).get(url).status_code == 404


def test_evidence_is_public_while_update_and_action_are(client, attach, action):
    evidence = attach(is_public=True)
    url = evidence.get_absolute_url()

    answer = client.get(url)
    assert answer.getvalue() == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]

    type(action).objects.update(is_public=False)
    assert client.get(url).status_code == 404


def test_evidence_opens_only_below_its_own_action(client, attach):
    evidence = attach(is_public=True)
    other = build_action(is_public=True)

    url = reverse("sessions_app:action_evidence", args=[other.reference, evidence.pk])
    assert client.get(url).status_code == 404


def test_missing_file_is_not_found(client, attach):
    evidence = attach(is_public=True)
    evidence.file.delete(save=False)

    assert client.get(evidence.get_absolute_url()).status_code == 404


def test_file_is_stored_under_a_name_that_nobody_chose(attach, settings):
    evidence = attach(is_public=True, name="Ana Cruz.pdf")

    assert Path(evidence.file.path).is_relative_to(settings.PRIVATE_ROOT)
    assert "Cruz" not in evidence.file.name
    with pytest.raises(ValueError, match="private"):
        _ = evidence.file.url


@pytest.mark.urls("engagement_site.development_urls")
def test_media_url_serves_no_evidence(client, attach):
    assert client.get(f"/media/{attach(is_public=True).file.name}").status_code == 404


def test_public_page_and_feed_link_public_evidence_alone(client, attach, action):
    public, private = attach(is_public=True), attach(is_public=False, name="memo.pdf")

    page = client.get(action.get_absolute_url()).content.decode()
    feed = client.get("/follow-ups/feed.atom").content
    enclosures = [
        (link.get("href"), link.get("length"), link.get("type"))
        for link in ElementTree.fromstring(feed).iter("{http://www.w3.org/2005/Atom}link")
        if link.get("rel") == "enclosure"
    ]

    assert f'href="{public.get_absolute_url()}">plan.pdf</a>' in page
    assert "memo.pdf" not in page
    assert private.get_absolute_url() not in page
    address = f"https://engagement.example{public.get_absolute_url()}"
    assert enclosures == [(address, str(len(PDF)), "application/pdf")]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ([("plan.exe", b"MZ")], "plan.exe: Files of this type are not accepted."),
        ([("plan.pdf", b"<html>")], "plan.pdf: The contents of this file do not match"),
        ([("plan.pdf", b"")], "plan.pdf: This file is empty."),
        ([("plan", PDF)], "plan: Files of this type are not accepted."),
        ([("a.pdf", PDF), ("b.txt", b"\xff\xfe")], "b.txt: This file is not UTF-8 text."),
        ([("a.txt", b"x" * 60), ("b.txt", b"x" * 60)], "These files are too big: 120 bytes"),
        ([(f"{number}.txt", b"x") for number in range(11)], "Choose 10 files or fewer."),
    ],
)
def test_refused_file_is_named_beside_the_field_and_nothing_is_kept(
    officer_client, action, settings, files, message
):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 100
    before = stored_files(settings)

    answer = post(officer_client, action, *[pdf(*file) for file in files])

    assert errors_of(answer)["evidence"][0].replace("\xa0", " ").startswith(message)
    assert "It is printed." in answer.content.decode()
    assert not ActionUpdate.objects.exists()
    assert stored_files(settings) == before


def test_files_of_a_form_with_another_error_have_to_be_chosen_again(officer_client, action):
    unread = post(officer_client, action, pdf(), text="")
    refused = post(officer_client, action, pdf(), revised_due_on="2090-01-01")

    for answer in (unread, refused):
        assert errors_of(answer)["evidence"] == [
            "Choose your files again. Browsers forget them when there is a problem."
        ]
    assert not ActionEvidence.objects.exists()


def test_name_of_a_file_becomes_one_short_line(officer_client, action, client):
    post(officer_client, action, pdf("a\u202efdp\u200b" + "x" * 180 + ".pdf"), is_public="on")

    evidence = ActionEvidence.objects.get()
    assert evidence.name == "afdp" + "x" * 142 + ".pdf"
    answer = client.get(evidence.get_absolute_url())
    assert answer.getvalue() == PDF
    assert answer["Content-Disposition"] == f'attachment; filename="{evidence.name}"'


def test_other_file_with_the_same_key_is_another_update(officer_client, action):
    key = {"idempotency_key": "one form"}

    post(officer_client, action, pdf(), **key)
    post(officer_client, action, pdf(), **key)
    post(officer_client, action, pdf("more.pdf"), **key)

    assert list(ActionEvidence.objects.values_list("name", flat=True)) == ["plan.pdf", "more.pdf"]


def test_file_that_cannot_be_stored_leaves_none(officer, action, settings, monkeypatch):
    before = stored_files(settings)
    disk_full = SimpleUploadedFile("b.pdf", PDF)
    monkeypatch.setattr(disk_full, "chunks", lambda: (_ for _ in ()).throw(OSError("disk full")))

    with pytest.raises(OSError, match="disk full"):
        actions.post_update(action=action, text="Done.", by=officer, evidence=[pdf(), disk_full])

    kept = [path for path in stored_files(settings) if path not in before and path.stat().st_size]
    assert kept == []


def refer(evidence, document):
    """Write the reference that Wagtail wrote when the version before saved the evidence."""
    content_type = ContentType.objects.get_for_model(ActionEvidence)
    ReferenceIndex.objects.create(
        content_type=content_type,
        base_content_type=content_type,
        object_id=evidence.pk,
        to_content_type=ContentType.objects.get_for_model(Document),
        to_object_id=document.pk,
        model_path="document",
        content_path="document",
        content_path_hash=ReferenceIndex._get_content_path_hash("document"),
    )


@pytest.mark.database
def test_file_whose_row_is_refused_is_not_left(officer, action, settings):
    before = stored_files(settings)
    refused = pdf("b.pdf")
    refused.size = -1

    with pytest.raises(DatabaseError), transaction.atomic():
        actions.post_update(action=action, text="Done.", by=officer, evidence=[pdf(), refused])

    assert stored_files(settings) == before


@pytest.mark.database
def test_migration_moves_documents_and_deletes_those_shown_nowhere_else():
    state = MigrationLoader(connection).project_state([("sessions_app", "0008_evidence_files")])
    old_evidence = state.apps.get_model("sessions_app", "ActionEvidence")
    migration = import_module("sessions_app.migrations.0009_private_evidence")
    memo, agenda, lost = (
        Document.objects.create(title=name, file=ContentFile(PDF, name=name))
        for name in ("memo.pdf", "agenda.pdf", "lost.pdf")
    )
    SessionMaterial.objects.create(
        listening_session=build_session(), title="Agenda", document=agenda
    )
    lost.file.storage.delete(lost.file.name)
    update = ActionUpdate.objects.create(
        action=build_action(), text="Done.", from_state="accepted", to_state="accepted"
    )
    for document in (memo, agenda, lost):
        evidence = old_evidence.objects.create(update_id=update.pk, document_id=document.pk)
        refer(evidence, document)

    migration.move_to_private_store(state.apps, None)

    assert list(ActionEvidence.objects.values_list("name", "size")) == [
        (memo.filename, len(PDF)),
        (agenda.filename, len(PDF)),
        (lost.filename, 0),
    ]
    assert set(Document.objects.all()) == {agenda, lost}
    with ActionEvidence.objects.first().file.open() as file:
        assert file.read() == PDF
