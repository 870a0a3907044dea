"""Uploaded images: what cannot be shown is refused beside the field, in every upload form."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model

pytestmark = [
    pytest.mark.django_db,
    # Wagtail does not close the files of new image renditions.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]

UNREADABLE = "This file is not an image that we can read."
TOO_LARGE = "This image has more than 64 million pixels."


def png(width: int, height: int) -> bytes:
    """Return a black PNG, which compresses to very little (PNG, 11.2)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    lines = zlib.compress(bytes(((width + 7) // 8 + 1) * height), 9)
    parts = [chunk(b"IHDR", header), chunk(b"IDAT", lines), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def picture(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (90, 60), "navy").save(file, kind)
    return file.getvalue()


HOSTILE = {
    "bomb.png": (png(20_000, 20_000), TOO_LARGE),
    "half-a-bomb.png": (png(12_000, 12_000), TOO_LARGE),
    "just-too-large.png": (png(8_001, 8_000), TOO_LARGE),
    "cut.png": (png(90, 60)[:50], UNREADABLE),
    "cut.jpg": (picture("JPEG")[:-200], UNREADABLE),
    "header.jpg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", UNREADABLE),
    "header.gif": (b"GIF89a" + b"\xff" * 40, UNREADABLE),
    "header.webp": (b"RIFF\x00\x00\x00\x00WEBPVP8 ", UNREADABLE),
    "words.png": (b"plain words", UNREADABLE),
    "empty.png": (b"", "The submitted file is empty."),
    "page.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Not a supported image format."),
}


@pytest.fixture
def upload(client, django_user_model):
    """Return a function that uploads a file by a form and returns the page."""
    client.force_login(django_user_model.objects.create_superuser("root@crcl.example"))
    fields = {
        "wagtailimages:add": ("file", "title"),
        "wagtailimages:add_multiple": ("files[]", "title"),
        "wagtailimages_chooser:create": ("image-chooser-upload-file", "image-chooser-upload-title"),
    }

    def post(form: str, name: str, content: bytes) -> str:
        file, title = fields[form]
        response = client.post(
            reverse(form),
            {file: SimpleUploadedFile(name, content, "image/png"), title: "A picture"},
            headers={"X-Requested-With": "XMLHttpRequest"},
        )
        assert response.status_code in (200, 302)
        return response.content.decode()

    return post


FORMS = ["wagtailimages:add", "wagtailimages:add_multiple", "wagtailimages_chooser:create"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", HOSTILE)
def test_image_that_cannot_be_shown_is_refused_in_words(upload, form, name):
    content, words = HOSTILE[name]

    assert words in upload(form, name, content)
    assert not get_image_model().objects.exists()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", ["AVIF", "GIF", "JPEG", "PNG", "WEBP"])
def test_image_of_every_format_is_taken(client, upload, form, kind):
    upload(form, f"picture.{kind.lower()}", picture(kind))

    assert get_image_model().objects.get().title == "A picture"
    assert client.get(reverse("wagtailimages:index")).status_code == 200


def test_largest_image_is_taken(upload):
    upload("wagtailimages:add", "large.png", png(8_000, 8_000))

    assert get_image_model().objects.get().width == 8_000
