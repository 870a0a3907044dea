"""The secrets in personal links.

A raw token is HMAC-SHA256 over a random 128-bit nonce, keyed by ``SECRET_KEY`` and the
token's purpose. The database holds the nonce and a SHA-256 hash of the token, so a copy
of the database opens no link, while a later e-mail can carry the same link again.
(OWASP ASVS 5.0, 7.2: at least 128 bits of entropy; docs/invariants.md, 9.)
"""

import base64
import hashlib
import hmac
import secrets

from django.conf import settings

#: Characters of a raw token: 32 bytes in unpadded URL-safe base64.
TOKEN_LENGTH = 43


def make_nonce() -> str:
    """Return 128 random bits in hexadecimal."""
    return secrets.token_hex(16)


def derive_token(*, purpose: str, nonce: str, secret_key: str | None = None) -> str:
    """Return the raw token of a nonce for one purpose; each purpose yields a different token."""
    key = (secret_key or settings.SECRET_KEY).encode()
    digest = hmac.new(key, f"access-token:{purpose}:{nonce}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def hash_token(raw: str) -> str:
    """Return the hash that the database stores of a raw token."""
    return hashlib.sha256(raw.encode("utf-8", "replace")).hexdigest()


def recover_token(*, purpose: str, nonce: str, token_hash: str) -> str | None:
    """Derive the raw token again, also after ``SECRET_KEY`` has moved to the fallbacks.

    None if no known key derives it: the caller then issues a new one.
    """
    for secret_key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        raw = derive_token(purpose=purpose, nonce=nonce, secret_key=secret_key)
        if hmac.compare_digest(hash_token(raw), token_hash):
            return raw
    return None
