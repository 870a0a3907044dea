"""Sitemap (live pages and listed sessions) and robots.txt."""

from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap as PagesSitemap
from wagtail.contrib.sitemaps.views import sitemap as wagtail_sitemap

from sessions_app.models import ListeningSession

#: Personal links, forms and staff screens. The paths are not secret, but are not content.
NOT_FOR_ROBOTS = [
    "/accounts/",
    "/admin/",
    "/organization/",
    "/page-feedback/",
    "/registrations/",
    "/search/",
]


class SessionsSitemap(Sitemap):  # type: ignore[type-arg]  # takes none when it is run
    """Listed sessions, past ones included, because their notes remain relevant."""

    limit = 5000

    def items(self) -> QuerySet[ListeningSession]:
        return ListeningSession.objects.listed().order_by("-starts_at", "-pk")

    def lastmod(self, item: ListeningSession) -> Any:
        return item.updated_at

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        # BASE_URL, not the request's host, as everywhere on the site.
        protocol, domain = settings.BASE_URL.split("://")
        urls: list[dict[str, Any]] = super()._urls(page, protocol, domain)  # type: ignore[misc]
        return urls


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Return the sitemap (sitemaps.org protocol 0.9)."""
    sitemaps = {"pages": PagesSitemap, "sessions": SessionsSitemap}
    return wagtail_sitemap(request, sitemaps)


@require_safe
@cache_control(public=True, max_age=86400)
def robots(request: HttpRequest) -> HttpResponse:
    """Return robots.txt (RFC 9309)."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS),
        "",
        f"Sitemap: {settings.BASE_URL}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
