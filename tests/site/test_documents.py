import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    return get_document_model().objects.create(
        title="Agenda", file=ContentFile(b"plain words", name="agenda.txt")
    )


def test_document_is_not_stored_by_caches(client, document):
    response = client.get(document.url)

    assert b"".join(response.streaming_content) == b"plain words"
    assert "no-store" in response.headers["Cache-Control"]


def test_private_document_asks_who_wants_it(client, document):
    CollectionViewRestriction.objects.create(
        collection=Collection.get_first_root_node(), restriction_type="login"
    )

    response = client.get(document.url)

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/")


@pytest.mark.urls("engagement_site.development_urls")
@pytest.mark.parametrize(
    "path",
    [
        "documents/agenda.txt",
        "images/../documents/agenda.txt",
        "images/%2e%2e/documents/agenda.txt",
    ],
)
def test_media_folder_hands_out_no_documents(client, document, path):
    assert client.get(f"/media/{path}").status_code == 404
