"""What a reader gets when something broke: 503 for a passing trouble elsewhere, else 500."""

import socket
import sys
from smtplib import SMTPException

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults

RETRY_AFTER_SECONDS = 30
#: The database is away, locked or full; the mail server is away or refuses.
PASSING_TROUBLE = (OperationalError, SMTPException, ConnectionError, TimeoutError, socket.gaierror)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for the exception being handled. Reads nothing from the database."""
    if not isinstance(sys.exception(), PASSING_TROUBLE):
        return defaults.server_error(request)
    response = render(None, "503.html", status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
