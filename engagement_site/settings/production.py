"""Production settings. Refuses to load without the required variables, or with a wildcard host."""

import os

from django.core.exceptions import ImproperlyConfigured

REQUIRED = {
    "SECRET_KEY": "a long random text, known to nobody else",
    "ALLOWED_HOSTS": "the host names served, separated by commas",
    "BASE_URL": "the public address, such as https://engagement.example.gov",
    "DATABASE_URL": "such as postgres://user:password@host:5432/name",
    "EMAIL_URL": "such as smtp+tls://user:password@host:587",
    "DEFAULT_FROM_EMAIL": "the address that mail comes from",
    "MFA_ENCRYPTION_KEYS": "keys for second-factor secrets, separated by commas, newest first",
}

missing = [name for name in REQUIRED if not os.environ.get(name, "").strip()]
if missing:
    lines = "\n".join(f"  {name}: {REQUIRED[name]}" for name in missing)
    raise ImproperlyConfigured(
        f"Production settings need these environment variables, which are not set:\n{lines}\n"
        "README.md has a table of all of them."
    )
if "*" in [host.strip() for host in os.environ["ALLOWED_HOSTS"].split(",")]:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS contains '*', so a request could name any host. List the host names served."
    )

from engagement_site.settings.base import *
