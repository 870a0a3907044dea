import os
import subprocess
import sys

import pytest
from cryptography.fernet import Fernet

COMPLETE = {
    "SECRET_KEY": "k9-" + "abcdefghij" * 6,
    "ALLOWED_HOSTS": "engagement.example",
    "BASE_URL": "https://engagement.example",
    "DATABASE_URL": "postgres://engagement:secret@db.example:5432/engagement",
    "EMAIL_URL": "smtp+tls://mail.example:587",
    "DEFAULT_FROM_EMAIL": "engagement@engagement.example",
    "MFA_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py with production settings and no environment but `environment`."""
    inherited = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env={
            **inherited,
            "DJANGO_SETTINGS_MODULE": "engagement_site.settings.production",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def setting(code: str, **environment: str) -> str:
    """Return the output of `code` with complete production settings."""
    result = manage("shell", "--no-imports", "-c", code, **{**COMPLETE, **environment})
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_empty_environment_names_everything_missing():
    result = manage("check")

    named = [
        line.split(":")[0].strip()
        for line in result.stderr.splitlines()
        if line.startswith("  ") and line.split(":")[0].strip() in COMPLETE
    ]
    assert result.returncode == 1
    assert sorted(named) == sorted(COMPLETE)


@pytest.mark.parametrize("name", COMPLETE)
def test_each_variable_is_required(name):
    result = manage("check", **{**COMPLETE, name: " "})

    assert result.returncode == 1
    assert f"  {name}: " in result.stderr


def test_complete_environment_passes_the_deploy_check():
    result = manage("check", "--deploy", "--fail-level", "WARNING", **COMPLETE)

    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("change", "identity"),
    [
        ({"CACHE_URL": "locmemcache://"}, "engagement_site.E002"),
        ({"BASE_URL": "http://engagement.example"}, "engagement_site.E004"),
        ({"BASE_URL": "https://engagement.example/site"}, "engagement_site.E004"),
        ({"MFA_ENCRYPTION_KEYS": "too-short"}, "engagement_site.E001"),
    ],
)
def test_deploy_check_refuses(change, identity):
    result = manage("check", "--deploy", "--fail-level", "WARNING", **{**COMPLETE, **change})

    assert result.returncode == 1
    assert identity in result.stderr


def test_nothing_is_loosened():
    code = (
        "from django.conf import settings as s\n"
        "print(s.DEBUG, s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
        " s.SECURE_SSL_REDIRECT, s.STAFF_SECOND_FACTOR_REQUIRED, repr(s.DEMO_PASSWORD))"
    )

    printed = setting(code, DEBUG="1", STAFF_SECOND_FACTOR_REQUIRED="0")

    assert printed == "False __Host-sessionid __Host-csrftoken True True True ''"


@pytest.mark.parametrize(
    "path", ["/_mail/", "/media/images/x.png", "/media/documents/x.pdf", "/django-admin/"]
)
def test_development_pages_are_not_there(path):
    code = (
        "from django.urls import Resolver404, resolve\n"
        "try:\n"
        f"    print(resolve('{path}').url_name)\n"
        "except Resolver404:\n"
        "    print('nothing')"
    )

    # Only Wagtail's catch-all may match, which finds no page.
    assert setting(code) in {"page", "nothing"}


def test_forwarded_headers_are_believed_behind_a_proxy_alone():
    code = (
        "from django.conf import settings as s\nprint(getattr(s, 'SECURE_PROXY_SSL_HEADER', None))"
    )

    assert setting(code) == "None"
    assert setting(code, TRUSTED_PROXY_COUNT="1") == "('HTTP_X_FORWARDED_PROTO', 'https')"


def test_connections_are_kept_and_checked():
    code = (
        "from django.conf import settings as s\n"
        "d = s.DATABASES['default']\n"
        "print(d['CONN_MAX_AGE'], d['CONN_HEALTH_CHECKS'], d.get('OPTIONS', {}).get('pool'))"
    )

    assert setting(code) == "600 True None"
    assert setting(code, DATABASE_POOL_SIZE="8") == "0 True {'min_size': 1, 'max_size': 8}"
