"""Template tags for URLs that do not come from a URL pattern or a page."""

from typing import Any

import phonenumbers
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


@register.filter
def tel(number: str) -> str:
    """Return the ``tel:`` URI of a phone number as people write it; "" if it is none.

    An extension becomes the parameter ``ext`` (RFC 3966, section 3).
    """
    try:
        parsed = phonenumbers.parse(number, settings.PHONENUMBER_DEFAULT_REGION)
    except phonenumbers.NumberParseException:
        return ""
    # Without an area code, it could not be dialed from elsewhere.
    reason = phonenumbers.is_possible_number_with_reason(parsed)
    if reason != phonenumbers.ValidationResult.IS_POSSIBLE:
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.RFC3966)


@register.simple_tag(takes_context=True)
def links_to_languages(context: Context) -> Any:
    """Return the links to this page in other languages: its ``language_links``, or its own URL.

    Empty on error pages, and on the answer to a form whose input a link would lose. A form that can
    be shown again in the other language has ``language_step`` in its context: the value of its
    ``step`` that does so.
    """
    if "language_links" in context:
        return context["language_links"]
    request = context.get("request")
    if request is None or request.resolver_match is None:
        return []
    if request.method not in ("GET", "HEAD") and "language_step" not in context:
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
