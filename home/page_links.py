"""Addresses of the pages that templates link to, looked up by what each page is.

No template writes the address of a page: it changes with the page's slug, its language and its
place in the tree. Pages that are not live, or not open to everybody, have none.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import (
    Aggregate,
    CharField,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Page, Site

from home.languages import url_in
from home.linkable import linkable
from home.models import (
    ContactSettings,
    ProgramIndexPage,
    ProgramPage,
    RequiredPages,
    ResponseIndexPage,
)
from home.typed_paths import slug_of, without_query


@dataclass(frozen=True)
class PageLinks:
    """URL of each page, in the active language where there is one; "" if it cannot be linked."""

    home: str = ""
    programs: str = ""
    responses: str = ""
    accessibility: str = ""
    privacy: str = ""
    #: The page of the program that the page is about.
    program: str = ""


@dataclass(frozen=True)
class SiteFacts:
    """What the frame of every page shows of the site, and what its links need, from one query."""

    links: PageLinks
    contact: ContactSettings | dict[str, str]
    #: The typed addresses that were asked about, without those of pages that cannot be linked.
    typed: frozenset[str] = frozenset()


#: The links of this process's last page by language, for error pages: those ask no database.
_last_links: dict[str, PageLinks] = {}


@dataclass(frozen=True)
class Wanted:
    """What a page links to besides the pages that every page links to."""

    #: Address of a program, which is its page's too.
    program: str = ""
    #: See :mod:`home.typed_paths`.
    typed: frozenset[str] = frozenset()


def site_facts(request: HttpRequest, wanted: Wanted = Wanted()) -> SiteFacts:
    """Return the links and contact details for a request: one query for all that is wanted."""
    facts: dict[Wanted, SiteFacts] = request.__dict__.setdefault("_site_facts", {})
    if wanted not in facts:
        # What is known for more is known for less.
        facts[Wanted()] = facts[wanted] = _find(request, wanted)
    return facts[wanted]


def links_without_database() -> PageLinks:
    return _last_links.get(_language(), PageLinks(home=reverse("page", args=[""])))


class _Lines(Aggregate):
    """The texts of a group, one to a line."""

    function = "STRING_AGG"
    output_field = TextField()

    def __init__(self, expression: Any, **extra: Any) -> None:
        super().__init__(expression, Value("\n"), **extra)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)


class _Found(NamedTuple):
    """One line: a page that can be linked."""

    pk: str
    translation_key: str
    model: str
    language: str
    url_path: str


def _find(request: HttpRequest, wanted: Wanted) -> SiteFacts:
    site = Site.find_for_request(request)
    if site is None:
        return SiteFacts(PageLinks(), {})
    lines, parameters = _lines(site.pk, site.root_page.translation_key, wanted)
    (known,) = ContactSettings.objects.raw(_FACTS % lines, [*parameters, site.pk])
    found = [_Found(*line.split("|")) for line in (known.lines or "").splitlines()]
    roots = {settings.LANGUAGE_CODE: site.root_page.url_path}
    roots |= {line.language: line.url_path for line in _translations(found, site.root_page_id)}
    links = _links(found, roots, known, site, wanted)
    _last_links[_language()] = replace(links, program="")
    addresses = {_own_url(line, roots) for line in found}
    return SiteFacts(
        links,
        known if known.pk else {},
        wanted.typed
        - _closed([t for t in wanted.typed if without_query(t) not in addresses], roots),
    )


def _closed(typed: list[str], roots: dict[str, str]) -> frozenset[str]:
    """Return the typed addresses of pages that cannot be linked.

    An address without a page may be a former one, which leads on, so it is left alone.
    """
    if not typed:
        return frozenset()
    pages = Page.objects.filter(slug__in=map(slug_of, typed)).values_list(
        "pk", "translation_key", "content_type__model", "locale__language_code", "url_path"
    )
    addresses = {_own_url(_Found(*page), roots) for page in pages}
    return frozenset(text for text in typed if without_query(text) in addresses)


#: One row for a site, with or without contact details.
_FACTS = """
SELECT contact.*, required.accessibility_id, required.privacy_id, (%%s) AS lines
FROM %s site
LEFT JOIN %s contact ON contact.site_id = site.id
LEFT JOIN %s required ON required.site_id = site.id
WHERE site.id = %%%%s
""" % tuple(model._meta.db_table for model in (Site, ContactSettings, RequiredPages))  # noqa: UP031


# Django takes many times longer to write this query than the database to answer it.
@lru_cache(maxsize=512)
def _lines(site: int, home: UUID, wanted: Wanted) -> tuple[str, tuple[Any, ...]]:
    """Return SQL, and its parameters, for a line for each page of interest, in every language."""
    required = RequiredPages.objects.filter(site=site)
    chosen = required.values("accessibility").union(required.values("privacy"))
    keys = Page.objects.filter(pk__in=chosen).values("translation_key")
    kinds: list[QuerySet[Any]] = [
        Page.objects.filter(translation_key=home),
        ProgramIndexPage.objects.all(),
        ResponseIndexPage.objects.all(),
        Page.objects.filter(translation_key__in=keys),
        Page.objects.filter(slug__in={wanted.program, *map(slug_of, wanted.typed)}),
    ]
    first, *others = (kind.order_by().values("pk") for kind in kinds)
    line = Concat(
        Cast("pk", CharField()),
        Value("|"),
        Cast("translation_key", CharField()),
        Value("|"),
        "content_type__model",
        Value("|"),
        "locale__language_code",
        Value("|"),
        "url_path",
        output_field=TextField(),
    )
    pages = linkable(Page.objects.filter(pk__in=first.union(*others))).order_by()
    grouped = pages.values("live").annotate(lines=_Lines(line)).values("lines")  # in one group
    return grouped.query.sql_with_params()


def _links(
    found: list[_Found],
    roots: dict[str, str],
    chosen: Any,
    site: Site,
    wanted: Wanted,
) -> PageLinks:
    def url(lines: list[_Found]) -> str:
        return _url(lines, roots)

    def of_kind(model: type[Page]) -> list[_Found]:
        return [line for line in found if line.model == model._meta.model_name]

    program = [line for line in of_kind(ProgramPage) if slug_of(line.url_path) == wanted.program]
    return PageLinks(
        home=url(_translations(found, site.root_page_id)),
        programs=url(of_kind(ProgramIndexPage)),
        responses=url(of_kind(ResponseIndexPage)),
        program=url(program),
        accessibility=url(_translations(found, chosen.accessibility_id)),
        privacy=url(_translations(found, chosen.privacy_id)),
    )


def _translations(found: list[_Found], pk: int | None) -> list[_Found]:
    keys = {line.translation_key for line in found if line.pk == str(pk)}
    return [line for line in found if line.translation_key in keys]


def _url(lines: list[_Found], roots: dict[str, str]) -> str:
    """Return the URL of the translation for the reader, otherwise of the page itself.

    In a language without a page tree, the main language's pages are shown at the same path.
    """
    for language in (_language(), settings.LANGUAGE_CODE):
        root = roots.get(language)
        for line in lines:
            if root and line.language == language and line.url_path.startswith(root):
                shown_in = language if _language() in roots else _language()
                return url_in(shown_in, line.url_path.removeprefix(root))
    return ""


def _own_url(line: _Found, roots: dict[str, str]) -> str:
    """Return the URL of a page in its own language, which is how an editor sees it."""
    return url_in(line.language, line.url_path.removeprefix(roots.get(line.language, "")))


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
