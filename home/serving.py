"""Serves pages: Wagtail's own view, with a faster page lookup.

Wagtail walks the tree with two queries for each path segment and two more for restrictions. URL
paths are stored on the pages, so one query is enough (ADR 0011).
"""

from functools import cache

from django.apps import apps
from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce, Concat
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from engagement_site.moved import moved_to
from home.languages import links_of, with_translations
from home.models import EngagementPage, ProgramPage
from sessions_app.programs.selectors import program_at


@cache
def page_types() -> tuple[type[EngagementPage], ...]:
    """Return every page type, found as a subclass of the base class."""
    return tuple(model for model in apps.get_models() if issubclass(model, EngagementPage))


@cache
def _joins() -> tuple[str, ...]:
    """Return the relations to join: columns of each page type, and its ``served_with``."""
    return tuple(
        "__".join(filter(None, [page_type._meta.model_name, further]))
        for page_type in page_types()
        for further in ("", *page_type.served_with)
    )


@require_safe
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the live page at ``path``. Raises Http404 if there is none.

    A former address of a program's page leads to the present one.
    """
    page = find_page(request, path)
    if page is None:
        if present := _present_path(request, path):
            return moved_to(request, reverse("page", args=[present]))
        raise Http404
    # Where Wagtail caches the routed page; see Page.route_for_request.
    request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]
    return wagtail_serve(request, path)


def _present_path(request: HttpRequest, path: str) -> str | None:
    """Return the path of the program page that was once at ``path``, or None."""
    above, _slash, slug = path.rstrip("/").rpartition("/")
    program = program_at(slug) if slug else None
    if program is None or program.slug == slug:
        return None
    present = f"{above}/{program.slug}/"
    page = find_page(request, present)
    return present if isinstance(page, ProgramPage) and page.program_id == program.pk else None


def find_page(request: HttpRequest, path: str) -> EngagementPage | None:
    """Return the live page at a URL path in the active language, or None.

    If the site has no page tree in that language, uses the site's own tree, as Wagtail does.
    """
    site = Site.find_for_request(request)
    if site is None:
        return None
    root, text = site.root_page, TextField()
    translated_root = Page.objects.filter(
        translation_key=root.translation_key, locale__language_code=get_language(), live=True
    )
    address = Concat(
        Coalesce(Subquery(translated_root.values("url_path")[:1]), Value(root.url_path, text)),
        Value(path, text),
        output_field=text,
    )
    pages = Page.objects.filter(live=True, url_path=address)
    if path:
        # The slug is indexed, the URL path is not.
        pages = pages.filter(slug=path.rstrip("/").rpartition("/")[2])
    pages = with_translations(pages.select_related(*_joins()), root)
    page = pages.annotate(may_be_restricted=_restriction_above()).first()
    if page is None:
        return None
    specific: EngagementPage | None = getattr(page, page.cached_content_type.model, None)
    if specific is not None:
        specific.is_known_public = not page.may_be_restricted
        specific.language = page.language
        specific.language_links = links_of(vars(page), path)
    return specific


def _restriction_above() -> Exists:
    """Annotate whether a view restriction may apply to the page.

    Restrictions on a page also reach its aliases. Those are rare, so if a restricted page has an
    alias, every page goes through Wagtail's own exact check.
    """
    return Exists(
        PageViewRestriction.objects.annotate(
            path_below=ExpressionWrapper(OuterRef("path"), output_field=CharField())
        ).filter(Q(path_below__startswith=F("page__path")) | Q(page__aliases__isnull=False))
    )
