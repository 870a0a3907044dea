"""Server error pages: 503 if a dependency is unavailable, otherwise 500."""

import socket
import sys
from smtplib import SMTPException

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults

RETRY_AFTER_SECONDS = 30
#: Database unavailable, locked or full; mail server unavailable or refusing.
PASSING_TROUBLE = (OperationalError, SMTPException, ConnectionError, TimeoutError, socket.gaierror)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the response for the current exception. Does not query the database."""
    if not isinstance(sys.exception(), PASSING_TROUBLE):
        return defaults.server_error(request)
    response = render(None, "503.html", status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
