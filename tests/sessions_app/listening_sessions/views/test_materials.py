"""Documents of a session are served to the public when its page is."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.models import ReferenceIndex

from home.models import HomePage
from sessions_app.models import SessionMaterial
from tests.builders import build_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    return Document.objects.create(title="Plan", file=ContentFile(b"plain words", name="plan.txt"))


def status(client, document):
    response = client.get(document.url)
    response.getvalue()  # closes the file
    return response.status_code


def show(document, **values):
    session = build_session(**values)
    SessionMaterial.objects.create(listening_session=session, title="Plan", document=document)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"state": "draft"}, 404),
        ({"visibility": "invitation"}, 404),
        ({"visibility": "unlisted"}, 200),
        ({}, 200),
    ],
)
def test_material_opens_with_the_page_of_its_session(client, document, values, expected):
    show(document, **values)

    assert status(client, document) == expected


def test_material_of_a_draft_opens_to_staff_who_see_the_session(
    signed_in, document, officer, auditor, editor
):
    show(document, state="draft")

    assert status(signed_in(officer), document) == 200
    assert status(signed_in(auditor), document) == 200
    assert status(signed_in(editor), document) == 404


def test_material_that_is_shown_elsewhere_as_well_stays_open(client, document):
    show(document, state="draft")
    show(document)

    assert status(client, document) == 200


def test_material_that_a_page_shows_stays_open(client, document):
    show(document, state="draft")
    page = HomePage.objects.get()
    kind = ContentType.objects.get_for_model(HomePage)
    ReferenceIndex.objects.create(
        content_type=kind,
        base_content_type=ContentType.objects.get(app_label="wagtailcore", model="page"),
        object_id=page.pk,
        to_content_type=ContentType.objects.get_for_model(Document),
        to_object_id=document.pk,
        model_path="body",
        content_path="body",
        content_path_hash=ReferenceIndex._get_content_path_hash("body"),
    )

    assert status(client, document) == 200
