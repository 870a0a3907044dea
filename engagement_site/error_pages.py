"""Error pages: 503 if a dependency is unavailable, otherwise 500 or 400."""

import socket
import sys
from smtplib import SMTPException

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults

from engagement_site.database_errors import is_read_only

RETRY_AFTER_SECONDS = 30
#: Database unavailable, locked or full; mail server unavailable or refusing.
PASSING_TROUBLE = (OperationalError, SMTPException, ConnectionError, TimeoutError, socket.gaierror)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the response for the current exception. Does not query the database."""
    error = sys.exception()
    if error is None or not _is_passing(error):
        return defaults.server_error(request)
    return _unavailable()


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the 400 page, or the 503 page if the database did not store the session.

    Django reports that as `SessionInterrupted`, which is a bad request.
    """
    error: BaseException | None = exception
    while error is not None:
        if _is_passing(error):
            return _unavailable()
        error = error.__context__
    return defaults.bad_request(request, exception)


def _is_passing(error: BaseException) -> bool:
    # Installed only where CACHE_URL names a Redis server. Its errors are no ConnectionError.
    redis = sys.modules.get("redis.exceptions")
    return (
        isinstance(error, PASSING_TROUBLE)
        or is_read_only(error)
        or (redis is not None and isinstance(error, redis.RedisError))
    )


def _unavailable() -> HttpResponse:
    response = render(None, "503.html", status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
