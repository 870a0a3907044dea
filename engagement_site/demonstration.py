"""The ribbon of a demonstration: every page says that what it shows is fictional.

A middleware and no template, so that no page can forget it: public, account, staff and error pages,
Wagtail's own, and what a person prints.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

#: The language of a page, the end of its head, the start of its body.
LANGUAGE = re.compile(r"<html\b[^>]*\blang=\"([\w-]+)\"")
HEAD_END = re.compile(r"</head>")
BODY_START = re.compile(r"<body\b(?:\"[^\"]*\"|[^\">])*>")


class DemonstrationMiddleware:
    """Adds the ribbon to each HTML page; not installed unless ``DEMONSTRATION`` is set."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.DEMONSTRATION:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Wagtail runs a preview through all middleware, within a request of its own.
        is_page = not getattr(response, "has_ribbon", False) and response.headers.get(
            "Content-Type", ""
        ).startswith("text/html")
        if is_page and not response.streaming and not response.has_header("Content-Encoding"):
            response.content = _with_ribbon(response.content.decode(response.charset))
            response.has_ribbon = True  # type: ignore[attr-defined]
            if response.has_header("Content-Length"):
                response.headers["Content-Length"] = str(len(response.content))
        return response


def _with_ribbon(page: str) -> str:
    """Return the page with the ribbon first in its body, in the language of the page.

    A fragment without a body is part of a page that has the ribbon.
    """
    body = BODY_START.search(page)
    if body is None:
        return page
    found = LANGUAGE.search(page)
    with translation.override(found[1] if found else settings.LANGUAGE_CODE):
        ribbon = render_to_string("components/demonstration.html")
        style = render_to_string("components/demonstration_style.html")
    page = page[: body.end()] + ribbon + page[body.end() :]
    return HEAD_END.sub(lambda end: style + end[0], page, count=1)
