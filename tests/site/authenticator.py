"""An authenticator app (TOTP, RFC 6238)."""

import base64
import hmac
import struct
import time


def code(secret: str) -> str:
    """Return the current six-digit code."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = digest[-1] & 0x0F
    (number,) = struct.unpack(">I", digest[start : start + 4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"
