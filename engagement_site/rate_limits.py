"""Rate limit per network for forms that need no sign-in.

Each hour has as many slots as a network may send forms of a kind, and each submission takes one.
`cache.add` is atomic, so concurrent submissions cannot take the same slot; a read followed by a
write could lose one, as the database cache's `incr` does. While the cache cannot be written, it
raises, and the visitor gets a 503 page (`engagement_site.cache`).
"""

import ipaddress
import math
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

HOUR = 3600
#: Prefix that an Internet provider assigns to one household or office (RFC 6177).
IPV6_PREFIX = 64
#: Slots looked up in one query.
READ_AT_ONCE = 100


def seconds_to_wait(request: HttpRequest, *, form: str, limit: int) -> int:
    """Count one submission of ``form`` by its network; return the seconds to wait, or 0.

    Returns 0 at most ``limit`` times per clock hour. Submissions that have to wait are not counted.
    """
    now = int(time.time())
    hour = f"sent:{form}:{now // HOUR}:{network_of(request)}"
    for first in range(0, limit, READ_AT_ONCE):
        places = [f"{hour}:{n}" for n in range(first, min(first + READ_AT_ONCE, limit))]
        taken = cache.get_many(places)
        if any(cache.add(place, 1, timeout=HOUR) for place in places if place not in taken):
            return 0
    return HOUR - now % HOUR


def whole_minutes(seconds: int) -> int:
    """Return a waiting time in minutes, rounded up, for display."""
    return math.ceil(seconds / 60)


def network_of(request: HttpRequest) -> str:
    """Return a keyed hash of the network, which changes daily and does not reveal the address."""
    try:
        address = get_adapter().get_client_ip(request)
    except PermissionDenied:
        address = ""
    day = time.strftime("%Y-%m-%d", time.gmtime())
    key = f"engagement_site.rate_limits:{day}"
    return salted_hmac(key, _network(address), algorithm="sha256").hexdigest()[:32]


def _network(address: str) -> str:
    if not address:
        return ""
    parsed = ipaddress.ip_address(address)
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    # A zone ID, as in fe80::1%eth0, belongs to this host and not to the network.
    return str(ipaddress.IPv6Network((int(parsed), IPV6_PREFIX), strict=False))
