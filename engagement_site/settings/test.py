"""Test settings: the base settings, made fast and without TLS."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("BASE_URL", "https://engagement.example")
os.environ.setdefault("SECRET_KEY", "for-tests-only-" + "x" * 50)
os.environ.setdefault("MFA_ENCRYPTION_KEYS", "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=")
os.environ.setdefault("DEFAULT_FROM_EMAIL", "Civil Rights Engagement <engagement@crcl.example>")

if os.environ.get("TEST_DATABASE") == "postgres" and not os.environ.get("DATABASE_URL"):
    # Before anything else reads the settings: some apps choose tables by database engine.
    from tests.postgres_server import start

    os.environ["DATABASE_URL"] = start()

from engagement_site.settings.base import *
from engagement_site.settings.base import (
    DATABASES,
    INSTALLED_APPS,
    MIDDLEWARE,
    PRIVATE_STORAGE,
)

INSTALLED_APPS = [*INSTALLED_APPS, "zeal", "django_migration_linter"]
MIDDLEWARE = [*MIDDLEWARE, "tests.repeated_queries.repeated_queries_middleware"]
ZEAL_RAISE = True

SECURE_SSL_REDIRECT = False
# The live server speaks plain HTTP, over which browsers reject __Host- cookies.
SESSION_COOKIE_NAME = "sessionid"
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_NAME = "csrftoken"
CSRF_COOKIE_SECURE = False
LANGUAGE_COOKIE_SECURE = False
DEVICE_COOKIE_NAME = "device"

STAFF_SECOND_FACTOR_REQUIRED = False
DEMO_PASSWORD = "listen-and-answer"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": PRIVATE_STORAGE,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not in memory: the live server and its workers then lock as in production.
    folder = tempfile.mkdtemp(prefix="engagement-sqlite-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    DATABASES["default"]["TEST"] = {"NAME": f"{folder}/test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
