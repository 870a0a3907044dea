"""A rate limit: how often one network may send something without signing in.

Each hour has as many places as a network may send forms of a kind, and each form takes one.
`cache.add` gives a place to one form alone, so forms that come at the same moment cannot be
counted as one; adding one to a number that was read before could (the database cache does).
A place that cannot be taken because the cache is away counts as taken.
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
#: What an Internet provider gives to one household or office (RFC 6177), so one sender of many.
IPV6_PREFIX = 64
#: Places looked at in one query.
READ_AT_ONCE = 100


def seconds_to_wait(request: HttpRequest, *, form: str, limit: int) -> int:
    """Count one sending of ``form`` by its network; return how long it has to wait, or 0.

    At most ``limit`` get 0 in one hour of the clock. Who has to wait is not counted.
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
    """Return a waiting time as people are told it: in minutes, rounded up."""
    return math.ceil(seconds / 60)


def network_of(request: HttpRequest) -> str:
    """Return a hash that tells networks apart today and names none of them."""
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
    # A zone, as in fe80::1%eth0, belongs to this machine and not to the network.
    return str(ipaddress.IPv6Network((int(parsed), IPV6_PREFIX), strict=False))
