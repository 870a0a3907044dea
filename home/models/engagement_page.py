"""What every public page has in common."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageViewRestriction


class EngagementPage(Page):
    """A page of the public site."""

    #: Joins that the page needs to be shown; see :mod:`home.serving`.
    served_with: ClassVar[tuple[str, ...]] = ()

    #: True once it is known that no restriction stands on the page or above it.
    is_known_public = False

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
        return context


#: Words for search engines and for search results. Every page has some.
DESCRIPTION_HELP = _(
    "One or two plain sentences that say what the page holds. Shown in search results."
)
