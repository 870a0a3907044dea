"""Requests a page in a separate process that cannot reach its database server."""

import os
import subprocess
import sys

NO_SERVER = "postgres://nobody@127.0.0.1:1/nothing"
ENVIRONMENT = {
    **os.environ,
    "ALLOWED_HOSTS": "testserver",
    "DATABASE_URL": NO_SERVER,
    "DJANGO_SETTINGS_MODULE": "engagement_site.settings.test",
}


def get(path: str) -> tuple[int, str, str]:
    """Return the status code, the Retry-After header, and the response body."""
    code = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        f"response = Client(raise_request_exception=False).get({path!r})\n"
        "print(response.status_code, response.headers.get('Retry-After', '-'))\n"
        "print(response.content.decode())"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], env=ENVIRONMENT, capture_output=True, text=True, check=True
    )
    first, _, page = result.stdout.partition("\n")
    status, retry_after = first.split()
    return int(status), retry_after, page.strip()
