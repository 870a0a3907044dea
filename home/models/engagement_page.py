"""What every public page has in common."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageViewRestriction

from home.languages import LanguageLink


class EngagementPage(Page):
    """A page of the public site."""

    #: Joins that the page needs to be shown; see :mod:`home.serving`.
    served_with: ClassVar[tuple[str, ...]] = ()

    #: True once it is known that no restriction stands on the page or above it.
    is_known_public = False

    #: What :mod:`home.serving` found out beside: the language of the page itself, which may not
    #: be the one that is spoken around it, and its addresses in others.
    language = ""
    language_links: Sequence[LanguageLink] = ()

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """The restrictions on this page and above it; asked for only where there may be one."""
        if self.is_known_public:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        # The address above this one, without asking the tree.
        context["index_url"] = request.path.rstrip("/").rpartition("/")[0] + "/"
        context["last_updated"] = self.last_published_at
        context["language_links"] = self.language_links
        context["is_in_another_language"] = self.language not in ("", get_language())
        return context


#: Words for search engines and for search results. Every page has some.
DESCRIPTION_HELP = _(
    "One or two plain sentences that say what the page holds. Shown in search results."
)
