"""The answer at an address that something had before."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.cache import patch_cache_control

#: Browsers keep a 301 for ever unless told otherwise. What moves back to an address that it had
#: would then be a redirect loop.
KEPT_SECONDS = 3600


def moved_to(request: HttpRequest, path: str) -> HttpResponse:
    """Return a permanent redirect to ``path`` that keeps the query string."""
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    return response
