"""Base class of all public pages."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from engagement_site.search_keys import index_words
from home.languages import LanguageLink
from home.typed_paths import page_paths


class EngagementPage(Page):
    """A page of the public site."""

    search_fields = [
        *Page.search_fields,
        index.SearchField("search_words"),
        index.AutocompleteField("title_words"),
    ]

    #: Relations to join when the page is served; see :mod:`home.serving`.
    served_with: ClassVar[tuple[str, ...]] = ()

    #: True if no view restriction applies to the page or an ancestor.
    is_known_public = False

    #: Set by :mod:`home.serving`: the page's own language, which may differ from the active one,
    #: and its URL paths in other languages.
    language = ""
    language_links: Sequence[LanguageLink] = ()

    class Meta:
        abstract = True

    @property
    def search_words(self) -> str:
        """Every searched text as `search_key` folds what people type.

        Wagtail's databases differ in the accents and apostrophes that they fold.
        """
        return index_words(" ".join(_texts(self, self.get_search_fields())))

    @cached_property
    def typed_paths(self) -> frozenset[str]:
        """Addresses of pages that editors typed into the blocks."""
        return page_paths(self)

    @property
    def title_words(self) -> str:
        return index_words(self.title)

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """Return restrictions on this page and its ancestors; queries only if there may be any."""
        if self.is_known_public:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["last_updated"] = self.last_published_at
        context["language_links"] = self.language_links
        context["is_in_another_language"] = self.language not in ("", get_language())
        return context


#: Meta description and text in search results. Every page has one.
DESCRIPTION_HELP = _(
    "One or two plain sentences about what is on the page. Shown in search results."
)


def _texts(record: Any, fields: Sequence[index.BaseField]) -> Iterator[str]:
    """Return the texts of search fields, and of those of related records, such as a program."""
    for field in fields:
        if isinstance(field, index.RelatedFields):
            if related := field.get_value(record):
                yield from _texts(related, field.fields)
        elif isinstance(field, index.SearchField) and field.field_name != "search_words":
            value = field.get_value(record)
            yield from map(str, value if isinstance(value, list) else [value])
