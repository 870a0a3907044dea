"""The same page in the other languages of the site."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page


@dataclass(frozen=True)
class LanguageLink:
    #: As in the ``lang`` attribute.
    code: str
    #: What the language calls itself.
    name: str
    url: str


def link(code: str, path: str) -> LanguageLink:
    """Return the link to a path, without a language prefix and a slash in front, in a language."""
    prefix = "/" if code == settings.LANGUAGE_CODE else f"/{code}/"
    return LanguageLink(code, get_language_info(code)["name_local"].title(), f"{prefix}{path}")


def other_languages() -> list[str]:
    """Return the languages of the site beside the one that is spoken now."""
    return [code for code, _name in settings.LANGUAGES if code != get_language()]


def with_translations(pages: "QuerySet[Page]", root: Page) -> "QuerySet[Page]":
    """Let a page be read together with its language and its addresses in the others.

    Annotates ``language``, and for each other language the live ``root_<code>`` and
    ``path_<code>``, so that the query of the page answers for all.
    """
    paths = {}
    for code in other_languages():
        live = Page.objects.filter(live=True, locale__language_code=code)
        for name, key in (("root", root.translation_key), ("path", OuterRef("translation_key"))):
            found = live.filter(translation_key=key).values("url_path")[:1]
            paths[f"{name}_{code}"] = Subquery(found)
    return pages.annotate(language=F("locale__language_code"), **paths)


def links_of(found: Mapping[str, str | None], path: str) -> list[LanguageLink]:
    """Return the links of a page that was read :func:`with_translations` at ``path``.

    A language without a tree of pages shows this one at the same path; in a language with a
    tree, a page that is not translated has no address.
    """
    links = []
    for code in other_languages():
        root, own = found[f"root_{code}"], found[f"path_{code}"]
        if root is None:
            links.append(link(code, path))
        elif own is not None:
            links.append(link(code, own.removeprefix(root)))
    return links
