"""Links to the same page in the other languages of the site."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page

from home.linkable import linkable


@dataclass(frozen=True)
class LanguageLink:
    #: Language code, as in the ``lang`` attribute.
    code: str
    #: Name of the language in that language.
    name: str
    url: str


def link(code: str, path: str) -> LanguageLink:
    """Return the link in a language to a path without language prefix and leading slash."""
    return LanguageLink(code, get_language_info(code)["name_local"].title(), url_in(code, path))


def url_in(code: str, path: str) -> str:
    """Return the URL in a language of a path without language prefix and leading slash."""
    return f"/{path}" if code == settings.LANGUAGE_CODE else f"/{code}/{path}"


def other_languages() -> list[str]:
    """Return the languages of the site other than the active one."""
    return [code for code, _name in settings.LANGUAGES if code != get_language()]


def with_translations(pages: "QuerySet[Page]", root: Page) -> "QuerySet[Page]":
    """Annotate pages with their language and their URL paths in the other languages.

    Adds ``language``, and for each other language the live ``root_<code>`` and the ``path_<code>``
    that can be linked, so that no further query is needed.
    """
    paths = {}
    for code in other_languages():
        live = Page.objects.filter(live=True, locale__language_code=code)
        roots = live.filter(translation_key=root.translation_key)
        pages_there = linkable(live.filter(translation_key=OuterRef("translation_key")))
        for name, found in (("root", roots), ("path", pages_there)):
            paths[f"{name}_{code}"] = Subquery(found.values("url_path")[:1])
    return pages.annotate(language=F("locale__language_code"), **paths)


def links_of(found: Mapping[str, str | None], path: str) -> list[LanguageLink]:
    """Return the language links of a page that was read :func:`with_translations` at ``path``.

    A language without a page tree shows this page at the same path; in a language with a tree, an
    untranslated page has no URL.
    """
    links = []
    for code in other_languages():
        root, own = found[f"root_{code}"], found[f"path_{code}"]
        if root is None:
            links.append(link(code, path))
        elif own is not None:
            links.append(link(code, own.removeprefix(root)))
    return links
