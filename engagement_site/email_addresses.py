"""E-mail addresses: one spelling to store and compare, one to send to."""

from urllib.parse import quote

import idna

#: Characters of a local part, besides letters, digits and "-._~", that a URI may hold as they are
#: (RFC 6068, 2: some-delims without the comma, which separates addresses).
_UNQUOTED = "!$'*+"


def canonical_domain(domain: str) -> str:
    """Return a domain in lower case and in its own script (U-labels, RFC 5890).

    A domain that IDNA 2008 does not allow is returned in lower case.
    """
    domain = domain.strip().rstrip(".").lower()
    try:
        return idna.decode(idna.encode(domain, uts46=True))
    except idna.IDNAError:
        return domain


def canonical_address(address: str) -> str:
    """Return the address with its canonical domain; two spellings of one mailbox become equal.

    The local part stays as typed: it is compared in any case, but only the mailbox's own server
    may change it (RFC 5321, 2.4).
    """
    local, at, domain = address.strip().rpartition("@")
    return f"{local}{at}{canonical_domain(domain)}" if at else address.strip()


def ascii_address(address: str) -> str:
    """Return the address with its domain in A-labels, which every mail server takes (RFC 5891)."""
    local, at, domain = address.rpartition("@")
    try:
        return f"{local}{at}{idna.encode(domain, uts46=True).decode()}"
    except idna.IDNAError:
        return address


def mailto(address: str) -> str:
    """Return the URI of a mailbox (RFC 6068, 2); mail to it goes to the same `ascii_address`."""
    local, at, domain = ascii_address(address).rpartition("@")
    return f"mailto:{quote(local, safe=_UNQUOTED)}{at}{domain}"
