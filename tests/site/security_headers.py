"""Checks of security headers, including the Content Security Policy."""

from collections.abc import Mapping

PUBLIC_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
ADMIN_POLICY = PUBLIC_POLICY | {
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
    "frame-src": "'self'",
    "frame-ancestors": "'self'",
}
#: A page in the editor's preview panel.
PREVIEW_POLICY = PUBLIC_POLICY | {"frame-ancestors": "'self'"}
#: Wagtail's policy for documents, which blocks scripts.
FILE_POLICY = {"default-src": "'none'"}

EVERYWHERE = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FEATURES_REFUSED = {"camera=()", "geolocation=()", "microphone=()", "payment=()", "usb=()"}


def policy(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the directives of the response's content security policy."""
    directives = headers["Content-Security-Policy"].split("; ")
    return dict(directive.split(" ", 1) for directive in directives)


def faults(path: str, headers: Mapping[str, str]) -> list[str]:
    """Return the security headers that are missing or too weak."""
    is_admin = path.startswith("/admin/")
    policies = [ADMIN_POLICY, PREVIEW_POLICY] if is_admin else [PUBLIC_POLICY]
    if path.startswith("/documents/"):
        policies.append(FILE_POLICY)
    frames = {"DENY", "SAMEORIGIN"} if is_admin else {"DENY"}
    found = [name for name, value in EVERYWHERE.items() if headers.get(name) != value]
    if headers.get("Referrer-Policy") not in {"same-origin", "no-referrer"}:
        found.append("Referrer-Policy")
    if not set(headers.get("Permissions-Policy", "").split(", ")) >= FEATURES_REFUSED:
        found.append("Permissions-Policy")
    if headers.get("X-Frame-Options") not in frames:
        found.append("X-Frame-Options")
    if policy(headers) not in policies:
        found.append("Content-Security-Policy")
    return found
