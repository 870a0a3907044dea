"""Template tag for addresses inside the site that do not come from a URL pattern."""

from django import template
from django.conf import settings
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def site_path(path: str) -> str:
    """The path, which begins with "/", under the prefix of the reader's language."""
    language = get_language() or settings.LANGUAGE_CODE
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"
