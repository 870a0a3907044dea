"""WSGI and ASGI handlers that decode every request as UTF-8.

Django decodes with the charset that Content-Type names. It begins with the query string, while it
builds the request: an error there is outside every middleware and error page. Some of Python's
codecs always fail, and `punycode` takes quadratic time. `RefuseOtherCharsetsMiddleware` answers
400.
"""

from collections.abc import Mapping
from typing import Any

from django.core.handlers.asgi import ASGIHandler, ASGIRequest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

#: Longer than any real one. A parameter may name a charset of its own (RFC 2231).
CONTENT_TYPE_MAX_LENGTH = 1000


def parse_content_type(header: str) -> tuple[str, dict[str, str]]:
    """Return the media type and its parameters. Raises ``ValueError`` if malformed or too long."""
    if len(header) > CONTENT_TYPE_MAX_LENGTH:
        raise ValueError("Content-Type is too long.")
    return parse_header_parameters(header)


class Utf8RequestMixin:
    """Reads Content-Type like Django, but takes no encoding from it."""

    content_type: str | None
    content_params: dict[str, str] | None

    def _set_content_type_params(self, meta: Mapping[str, Any]) -> None:
        try:
            parsed = parse_content_type(meta.get("CONTENT_TYPE", ""))
        except ValueError:
            parsed = "", {}
        self.content_type, self.content_params = parsed


class Utf8WSGIRequest(Utf8RequestMixin, WSGIRequest):
    pass


class Utf8ASGIRequest(Utf8RequestMixin, ASGIRequest):
    pass


class Utf8WSGIHandler(WSGIHandler):
    request_class = Utf8WSGIRequest


class Utf8ASGIHandler(ASGIHandler):
    request_class = Utf8ASGIRequest
