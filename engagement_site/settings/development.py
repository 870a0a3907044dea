"""Development settings: plain HTTP, caught e-mails, no second factor required."""

import os

# Set before importing the base settings, so that they need no environment variables.
HOST = os.environ.get("HOST") or "127.0.0.1"
PORT = os.environ.get("PORT") or "8000"
LINK_HOST = "127.0.0.1" if HOST in {"0.0.0.0", "::"} else HOST  # noqa: S104  compared, not bound
os.environ.setdefault("BASE_URL", f"http://{LINK_HOST}:{PORT}")
os.environ.setdefault("SECRET_KEY", "for-development-only-" + "x" * 50)
os.environ.setdefault("MFA_ENCRYPTION_KEYS", "ZGV2ZWxvcG1lbnQtb25seS1kZXZlbG9wbWVudC1rZXk=")
os.environ.setdefault("DEFAULT_FROM_EMAIL", "Civil Rights Engagement <engagement@crcl.example>")

from engagement_site.settings.base import *
from engagement_site.settings.base import PRIVATE_STORAGE
from engagement_site.settings.environment import RUN_DIR, env

RUN_DIR.mkdir(exist_ok=True)

DEBUG = env.bool("DEBUG", default=True)
ALLOWED_HOSTS = ["*"]

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_NAME = "sessionid"
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_NAME = "csrftoken"
CSRF_COOKIE_SECURE = False
LANGUAGE_COOKIE_SECURE = False
DEVICE_COOKIE_NAME = "device"

STAFF_SECOND_FACTOR_REQUIRED = env.bool("STAFF_SECOND_FACTOR_REQUIRED", default=False)
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

DEMONSTRATION = True
DEMO_PASSWORD = "listen-and-answer"  # noqa: S105

EMAIL_BACKEND = "engagement_site.caught_mail.backend.EmailBackend"
CAUGHT_MAIL_DIR = RUN_DIR / "mail"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": PRIVATE_STORAGE,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Serves edited files from static/ at once, without collectstatic.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

ROOT_URLCONF = "engagement_site.development_urls"
