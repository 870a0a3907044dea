"""Which pages may be linked: those that everybody can open."""

from types import SimpleNamespace
from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.utils.html import escape
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction
from wagtail.rich_text.pages import PageLinkHandler


def linkable(pages: "QuerySet[Page]") -> "QuerySet[Page]":
    """Filter the pages that are live and that no view restriction closes.

    A restriction also closes what is below the page, and the aliases of the page.
    """
    restrictions = PageViewRestriction.objects.annotate(
        path_below=ExpressionWrapper(OuterRef("path"), output_field=CharField())
    ).filter(
        Q(path_below__startswith=F("page__path"))
        | Q(path_below__startswith=F("page__aliases__path"))
    )
    return pages.filter(~Exists(restrictions), live=True)


class LinkablePageHandler(PageLinkHandler):
    """Links from text to pages, in the language of the reader where there is a translation.

    A page that cannot be linked leaves its words without a link. One query for all links.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        asked = Page.objects.filter(pk__in=[attrs.get("id") for attrs in attrs_list])
        translations = linkable(
            Page.objects.filter(translation_key__in=asked.values("translation_key"))
        ).annotate(language=F("locale__language_code"))
        pages = {str(page.pk): page for page in translations}
        localized = {
            page.translation_key: page for page in pages.values() if page.language == get_language()
        }
        shared = SimpleNamespace()  # where Wagtail keeps the sites that it has read
        return [_tag(pages.get(str(attrs.get("id"))), localized, shared) for attrs in attrs_list]


def _tag(page: Page | None, localized: dict[Any, Page], shared: SimpleNamespace) -> str:
    if page is None:
        return "<a>"
    parts = localized.get(page.translation_key, page).get_url_parts(shared)
    return f'<a href="{escape(parts[2])}">' if parts and parts[2] else "<a>"
