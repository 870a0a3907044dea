"""Device cookies: browsers in which somebody signed in before (ADR 0037).

They keep wrong passwords and code requests from elsewhere from locking the owner of an account out.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from engagement_site.rate_limits import network_of

REMEMBERED_FOR = timedelta(days=180)
_SALT = "engagement_site.accounts.known_devices"


def remember(response: HttpResponse, *, address: str) -> None:
    """Mark the browser as one of the owner of the address, who has just signed in."""
    value = signing.dumps([_hash(address), secrets.token_hex(8)], salt=_SALT)
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        value,
        max_age=REMEMBERED_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def device_of(request: HttpRequest, *, address: str) -> str:
    """Return the random name of a browser in which the owner of the address signed in, or ""."""
    cookie = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    try:
        owner, device = signing.loads(cookie, salt=_SALT, max_age=REMEMBERED_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(device) if constant_time_compare(owner, _hash(address)) else ""


def source_of(request: HttpRequest, *, address: str) -> str:
    """Return what attempts on an address are counted by: the known device, or the network."""
    return device_of(request, address=address) or network_of(request)


def _hash(address: str) -> str:
    return salted_hmac(_SALT, address.lower(), algorithm="sha256").hexdigest()[:32]
