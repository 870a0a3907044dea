"""Requests in another charset than UTF-8 are refused by the handlers that servers use.

Django's test client has a handler of its own.
"""

import io
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.signals import request_started
from django.db import close_old_connections

from engagement_site import asgi, wsgi

FORM = "/organizations/register/"
MULTIPART_BODY = b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nAlder\r\n--b--\r\n'
#: Codecs that raise on any text, that take quadratic time, and that do not exist.
CHARSETS = ["hex", "idna", "undefined", "punycode", "utf-16", "iso-8859-1", "no-such-charset"]
BAD_CONTENT_TYPES = [
    *(f"text/plain; charset={charset}" for charset in CHARSETS),
    "text/plain; charset*=utf-8''%00",
    "text/plain; name*=no-such-charset''a",
    "text/plain; name=" + "a" * 20_000,
]


@pytest.fixture(autouse=True)
def open_connection() -> Iterator[None]:
    """Keep the connection of the test open when a request starts, as Django's test client does."""
    request_started.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)


def ask(path: str, content_type: str, *, query: str = "", body: bytes = b"") -> tuple[int, str]:
    """Return the status and page of a request, through the WSGI handler."""
    environ: dict[str, Any] = {
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "REQUEST_METHOD": "POST" if body else "GET",
        "HTTP_HOST": "testserver",
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    setup_testing_defaults(environ)
    statuses: list[str] = []
    page = b"".join(wsgi.application(environ, lambda status, headers: statuses.append(status)))
    return int(statuses[0].split()[0]), page.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=b", MULTIPART_BODY),
        ("application/x-www-form-urlencoded", b"name=Alder"),
    ],
    ids=["multipart", "urlencoded"],
)
def test_form_in_another_charset_is_refused(kind, body, charset):
    status, page = ask(FORM, f"{kind}; charset={charset}", body=body)

    assert status == HTTPStatus.BAD_REQUEST
    assert "<h1>We could not process that request</h1>" in page


@pytest.mark.parametrize("content_type", BAD_CONTENT_TYPES)
def test_query_in_another_charset_is_refused(content_type):
    status, page = ask("/search/", content_type, query="q=caf%C3%A9")

    assert status == HTTPStatus.BAD_REQUEST
    assert "<h1>We could not process that request</h1>" in page


@pytest.mark.parametrize("content_type", BAD_CONTENT_TYPES)
def test_asgi_handler_decodes_as_utf_8_until_the_request_is_refused(content_type):
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/search/",
        "query_string": b"q=caf%C3%A9",
        "headers": [(b"content-type", content_type.encode())],
    }

    request, refused = asgi.application.create_request(scope, io.BytesIO())

    assert refused is None
    assert request.GET["q"] == "café"
    assert request.META["CONTENT_TYPE"] == content_type


def test_query_with_too_many_fields_is_refused_when_a_charset_is_named(settings):
    query = "&".join(["q=1"] * (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))

    assert ask("/search/", "text/plain; charset=utf-8", query=query)[0] == HTTPStatus.BAD_REQUEST


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"', "utf8"])
def test_form_that_names_utf_8_is_read(charset):
    kind = f"multipart/form-data; boundary=b; charset={charset}"
    status, page = ask(FORM, kind, body=MULTIPART_BODY.replace(b"Alder", "Peñasco".encode()))

    assert status == HTTPStatus.OK
    assert "Peñasco" in page
