"""Searches pages, listening sessions and follow-up actions; public data only."""

from typing import TypeVar

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from engagement_site.search_keys import search_key
from sessions_app.actions.selectors import public_actions
from sessions_app.listening_sessions.selectors.sessions import public_sessions, with_status

QUERY_LENGTH = 100
PAGE_SIZE = 10
#: Cap, because nobody pages further and counting gets slower with more rows.
COUNTED = 100
RECORDS_SHOWN = 5

Row = TypeVar("Row", bound=Model)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answer ``?q=`` with pages, ten per page, and the first sessions and follow-up actions."""
    asked = " ".join(request.GET.get("q", "").split())
    words = asked[:QUERY_LENGTH]
    context = {"search_query": words, "was_cut": len(asked) > QUERY_LENGTH}
    if words:
        context |= _found(request, words)
    return render(request, "home/search.html", context)


def _found(request: HttpRequest, words: str) -> dict[str, object]:
    pages = _pages(request, words)
    shown = Paginator(pages, PAGE_SIZE).get_page(request.GET.get("page"))
    upcoming = public_sessions(when="upcoming", q=words)
    past = public_sessions(when="past", q=words)
    sessions, more_sessions = _first(upcoming, past)
    actions, more_actions = _first(public_actions(q=words))
    return {
        "pages": shown,
        "pages_count": _count(len(pages)),
        "sessions": with_status(sessions),
        "more_sessions": more_sessions,
        "actions": actions,
        "more_actions": more_actions,
        "is_empty": not (pages or sessions or actions),
    }


def _pages(request: HttpRequest, words: str) -> list[Page]:
    """Return the best matches of this site, up to one more than the count cap."""
    site = Site.find_for_request(request)
    key = search_key(words)
    if site is None or not key:
        return []
    pages = Page.objects.live().public().descendant_of(site.root_page, inclusive=True)
    return list(pages.search(key)[: COUNTED + 1])


def _first(*lists: QuerySet[Row]) -> tuple[list[Row], bool]:
    """Return the first records of several lists concatenated, and whether there are more."""
    found: list[Row] = []
    for records in lists:
        found += records[: RECORDS_SHOWN + 1 - len(found)]
    return found[:RECORDS_SHOWN], len(found) > RECORDS_SHOWN


def _count(number: int) -> str:
    return _("more than %(number)s") % {"number": COUNTED} if number > COUNTED else str(number)
