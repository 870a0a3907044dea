"""Template tags for URLs that do not come from a URL pattern."""

from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info

from engagement_site.email_addresses import mailto

register = template.Library()
register.filter("mailto", mailto)

#: Longest URL that is repeated in a page. No page needs a longer query string.
MOST_CHARACTERS = 500


@register.simple_tag
def site_path(path: str) -> str:
    """Return a path, which begins with "/", with the prefix of the active language."""
    language = get_language() or settings.LANGUAGE_CODE
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"


@register.simple_tag(takes_context=True)
def links_to_languages(context: Context) -> Any:
    """Return the links to this page in other languages: its ``language_links``, or its own URL.

    Empty for a form with errors, whose input a link would lose, and on error pages.
    """
    if "language_links" in context:
        return context["language_links"]
    request = context.get("request")
    if request is None or request.method not in ("GET", "HEAD") or request.resolver_match is None:
        return []
    here = request.get_full_path()
    if len(here) > MOST_CHARACTERS:
        here = request.path
    found = []
    for code, _name in settings.LANGUAGES:
        there = translate_url(here, code)
        if code != get_language() and there != here:
            name = get_language_info(code)["name_local"].title()
            found.append({"code": code, "name": name, "url": there})
    return found
