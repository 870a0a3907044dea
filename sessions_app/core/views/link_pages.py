"""Pages behind a personal link: anybody with the link has access, and the link must not leak."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from sessions_app.core.errors import TokenInvalidError

Record = TypeVar("Record")
LinkView = Callable[[HttpRequest, Record, str], HttpResponse]


def opened_by(
    find: Callable[[str], Record], *, stale: str
) -> Callable[[LinkView[Record]], Callable[[HttpRequest, str], HttpResponse]]:
    """Pass a view the record that ``find`` returns for the token in the URL.

    An invalid link renders the template ``stale``, which says what to do. No cache stores the page,
    and no Referer reveals its URL. The secret in the URL is the credential, so forging a form would
    require knowing it: that is why there is no CSRF token, and no cookie (docs/adr/0017). GET and
    HEAD change nothing.
    """

    def decorate(view: LinkView[Record]) -> Callable[[HttpRequest, str], HttpResponse]:
        @csrf_exempt
        @cache_control(private=True, no_store=True)
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def opened(request: HttpRequest, token: str) -> HttpResponse:
            try:
                record = find(token)
            except TokenInvalidError as error:
                response = render(request, stale, {"message": error.message}, status=404)
            else:
                response = view(request, record, token)
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["X-Robots-Tag"] = "noindex"
            return response

        return opened

    return decorate
