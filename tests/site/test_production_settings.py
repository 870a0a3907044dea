import os
import re
import runpy
import subprocess
import sys
from typing import Any
from unittest import mock

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

import engagement_site.settings

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


def load(**environment: str) -> dict[str, Any]:
    """Load production settings with `environment` alone, beside the settings of the tests."""
    package = "engagement_site.settings."
    with (
        mock.patch.dict(os.environ, environment, clear=True),
        mock.patch.dict(sys.modules),
        mock.patch.dict(vars(engagement_site.settings)),
    ):
        for name in [name for name in sys.modules if name.startswith(package)]:
            del sys.modules[name]
        return runpy.run_module(f"{package}production")


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
    with pytest.raises(ImproperlyConfigured, match=f"  {name}: "):
        load(**{**COMPLETE, name: " "})


@pytest.mark.parametrize("hosts", ["*", "engagement.example,*", "engagement.example, *"])
def test_wildcard_host_is_refused(hosts):
    with pytest.raises(ImproperlyConfigured, match=r"^ALLOWED_HOSTS contains '\*'"):
        load(**{**COMPLETE, "ALLOWED_HOSTS": hosts})


def test_production_is_never_a_demonstration():
    assert load(**COMPLETE, DEMONSTRATION="1")["DEMONSTRATION"] is False


def test_complete_environment_passes_the_deploy_check():
    result = manage("check", "--deploy", "--fail-level", "WARNING", **COMPLETE)

    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("change", "identities"),
    [
        (
            {
                "CACHE_URL": "locmemcache://",
                "BASE_URL": "http://engagement.example",
                "MFA_ENCRYPTION_KEYS": "too-short",
            },
            {"E001", "E002", "E004"},
        ),
        ({"BASE_URL": "https://engagement.example/site"}, {"E004"}),
        ({"MEDIA_ROOT": "/srv/media", "PRIVATE_ROOT": "/srv/media/private"}, {"E005"}),
    ],
)
def test_deploy_check_refuses(change, identities):
    result = manage("check", "--deploy", "--fail-level", "WARNING", **{**COMPLETE, **change})

    assert result.returncode == 1
    assert set(re.findall(r"engagement_site\.(\w+)", result.stderr)) == identities


def test_nothing_is_loosened():
    loaded = load(**COMPLETE, DEBUG="1", STAFF_SECOND_FACTOR_REQUIRED="0")

    assert {
        name: loaded[name]
        for name in (
            "DEBUG", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE",
            "SECURE_SSL_REDIRECT", "STAFF_SECOND_FACTOR_REQUIRED", "DEMO_PASSWORD",
        )
    } == {
        "DEBUG": False,
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "SESSION_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "STAFF_SECOND_FACTOR_REQUIRED": True,
        "DEMO_PASSWORD": "",
    }  # fmt: skip


def test_development_pages_are_not_there():
    code = (
        "from django.urls import Resolver404, resolve\n"
        "paths = ['/_mail/', '/media/images/x.png', '/media/documents/x.pdf', '/django-admin/']\n"
        "for path in paths:\n"
        "    try:\n"
        "        print(resolve(path).url_name)\n"
        "    except Resolver404:\n"
        "        print('nothing')"
    )

    result = manage("shell", "--no-imports", "-c", code, **COMPLETE)

    assert result.returncode == 0, result.stderr
    # What is left is the lookup of a page with that address, of which there is none.
    assert set(result.stdout.split()) <= {"page", "nothing"}
    assert len(result.stdout.split()) == 4


def test_forwarded_headers_are_believed_behind_a_proxy_alone():
    assert "SECURE_PROXY_SSL_HEADER" not in load(**COMPLETE)
    assert load(**COMPLETE, TRUSTED_PROXY_COUNT="1")["SECURE_PROXY_SSL_HEADER"] == (
        "HTTP_X_FORWARDED_PROTO",
        "https",
    )


@pytest.mark.parametrize("name", ["TRUSTED_PROXY_COUNT", "DATABASE_POOL_SIZE"])
@pytest.mark.parametrize("value", ["one", "-1", "1.5"])
def test_count_that_is_no_whole_number_is_named(name, value):
    with pytest.raises(ImproperlyConfigured, match=rf"^{name} is '{value}'"):
        load(**COMPLETE, **{name: value})


@pytest.mark.parametrize("value", ["", " "])
def test_empty_count_is_zero(value):
    assert load(**COMPLETE, TRUSTED_PROXY_COUNT=value)["ALLAUTH_TRUSTED_PROXY_COUNT"] == 0


def test_connections_are_kept_and_checked():
    kept = load(**COMPLETE)["DATABASES"]["default"]
    pooled = load(**COMPLETE, DATABASE_POOL_SIZE="8")["DATABASES"]["default"]

    assert (kept["CONN_MAX_AGE"], kept["CONN_HEALTH_CHECKS"]) == (600, True)
    assert "pool" not in kept.get("OPTIONS", {})
    # A pool keeps connections itself: Django's default age of 0 returns them to it.
    assert (pooled.get("CONN_MAX_AGE", 0), pooled["CONN_HEALTH_CHECKS"]) == (0, True)
    assert pooled["OPTIONS"]["pool"] == {"min_size": 1, "max_size": 8}
