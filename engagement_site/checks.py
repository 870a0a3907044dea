"""System checks for mistakes that would only show under load or attack."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

PER_PROCESS_CACHES = {
    "django.core.cache.backends.locmem.LocMemCache",
    "django.core.cache.backends.dummy.DummyCache",
}


@register(Tags.security)
def second_factor_keys_fit(**kwargs: Any) -> list[CheckMessage]:
    try:
        keys = [Fernet(key) for key in settings.MFA_ENCRYPTION_KEYS]
    except ValueError:
        keys = []
    if keys:
        return []
    return [
        Error(
            "MFA_ENCRYPTION_KEYS holds no usable key: nobody could enrol a second factor.",
            hint="Make one with: python -c "
            "'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'",
            id="engagement_site.E001",
        )
    ]


@register(Tags.caches, deploy=True)
def cache_is_shared(**kwargs: Any) -> list[CheckMessage]:
    if settings.CACHES["default"]["BACKEND"] not in PER_PROCESS_CACHES:
        return []
    return [
        Error(
            "The default cache is not shared: each process would count sign-in attempts anew.",
            hint="Unset CACHE_URL to use the database, or point it at a Redis server.",
            id="engagement_site.E002",
        )
    ]


@register(Tags.security, deploy=True)
def second_factor_is_required(**kwargs: Any) -> list[CheckMessage]:
    if settings.STAFF_SECOND_FACTOR_REQUIRED:
        return []
    return [
        Error(
            "STAFF_SECOND_FACTOR_REQUIRED is off: a password alone would open the admin.",
            id="engagement_site.E003",
        )
    ]


@register(Tags.urls, deploy=True)
def base_url_is_an_address(**kwargs: Any) -> list[CheckMessage]:
    address = urlsplit(settings.BASE_URL)
    if address.scheme == "https" and address.netloc and not address.path:
        return []
    return [
        Error(
            f"BASE_URL is {settings.BASE_URL!r}: links in mail would lead nowhere safe.",
            hint="Give scheme and host alone, such as https://engagement.example.gov",
            id="engagement_site.E004",
        )
    ]


@register(Tags.security, deploy=True)
def private_files_are_apart(**kwargs: Any) -> list[CheckMessage]:
    private = Path(settings.PRIVATE_ROOT).resolve()
    served = {Path(settings.MEDIA_ROOT).resolve(), Path(settings.STATIC_ROOT).resolve()}
    if served.isdisjoint((private, *private.parents)):
        return []
    return [
        Error(
            "PRIVATE_ROOT is inside a directory that the web server serves.",
            hint="Choose a directory outside MEDIA_ROOT and var/static.",
            id="engagement_site.E005",
        )
    ]
