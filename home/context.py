"""Template context on every page: the site's title and contact details."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site

from home.site_settings import ContactSettings


def site(request: HttpRequest) -> dict[str, object]:
    """Add ``contact`` and ``site_title``. Both are lazy."""
    return {
        "contact": SimpleLazyObject(lambda: _contact(request)),
        "site_title": SimpleLazyObject(lambda: _title(request)),
    }


def _contact(request: HttpRequest) -> ContactSettings | dict[str, str]:
    # Not ContactSettings.for_request, which creates a missing row during a GET.
    if not hasattr(request, "_contact"):
        found = Site.find_for_request(request)
        row = ContactSettings.objects.filter(site=found).first() if found else None
        request._contact = row or {}  # type: ignore[attr-defined]
    return request._contact  # type: ignore[attr-defined]


def _title(request: HttpRequest) -> str:
    found = Site.find_for_request(request)
    return found.site_name if found else ""
