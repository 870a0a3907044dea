"""Request checks for public forms that need no sign-in."""

from urllib.parse import urlsplit

from django.http import HttpRequest

#: The honeypot: a plausible name for bots; hidden from people.
HONEYPOT = "company_fax"


def is_from_this_site(request: HttpRequest) -> bool | None:
    """Return whether the form was on this site, according to the browser; None if it does not say.

    Uses Sec-Fetch-Site, which scripts cannot forge, or else Origin or Referer. A page with
    ``Referrer-Policy: no-referrer`` sends "null" as its origin.
    """
    if fetched_from := request.headers.get("Sec-Fetch-Site"):
        return fetched_from in {"same-origin", "none"}
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    if origin in {"", "null"}:
        return None
    try:
        return urlsplit(origin).netloc == request.get_host()
    except ValueError:
        return False  # no address at all
