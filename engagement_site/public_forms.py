"""What every form that takes answers without signing in asks of a request."""

from urllib.parse import urlsplit

from django.http import HttpRequest

#: The honeypot: sounds worth filling in to a bot; people never see it.
HONEYPOT = "company_fax"


def is_from_this_site(request: HttpRequest) -> bool | None:
    """Return whether the form stood on this site, as the browser says; None when it does not say.

    Read from Sec-Fetch-Site, which scripts cannot forge, or else from Origin or Referer. A page
    with ``Referrer-Policy: no-referrer`` sends "null" as its origin.
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
