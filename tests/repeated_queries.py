"""Middleware that fails a test if a page has N+1 queries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from zeal.middleware import zeal_middleware

# Third-party pages, which we cannot fix.
NOT_OURS = ("/admin/", "/accounts/", "/es/accounts/")


def repeated_queries_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    watched = zeal_middleware(get_response)

    def middleware(request: HttpRequest) -> HttpResponse:
        # A POST may process objects one by one; only reads are checked.
        if request.method not in ("GET", "HEAD") or request.path.startswith(NOT_OURS):
            return get_response(request)
        return watched(request)

    return middleware
