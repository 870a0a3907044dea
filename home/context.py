"""Template context on every page: the site's title and contact details."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site

from home.page_links import site_facts


def site(request: HttpRequest) -> dict[str, object]:
    """Add ``contact`` and ``site_title``. Both are lazy."""
    return {
        "contact": SimpleLazyObject(lambda: site_facts(request).contact),
        "site_title": SimpleLazyObject(lambda: _title(request)),
    }


def _title(request: HttpRequest) -> str:
    found = Site.find_for_request(request)
    return found.site_name if found else ""
