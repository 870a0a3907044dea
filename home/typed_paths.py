"""Addresses on this site that editors type into blocks, such as "/how-sessions-work/"."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation
from wagtail.fields import StreamField
from wagtail.models import Page


def page_paths(page: Page) -> frozenset[str]:
    """Return the typed addresses in a page's blocks that name a page, and no view of ours."""
    fields = [field for field in page._meta.get_fields() if isinstance(field, StreamField)]
    typed = {text for field in fields for text in _typed(getattr(page, field.name).raw_data)}
    return frozenset(text for text in typed if is_page_path(text))


def is_page_path(text: str) -> bool:
    path = without_query(text)
    if not path.startswith("/") or path.startswith("//"):
        return False
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            return resolve(path).url_name == "page"
        except Resolver404:
            return False


def without_query(text: str) -> str:
    """Return the path of a typed address; the last slash is often left out."""
    path = text.partition("#")[0].partition("?")[0]
    return path if path.endswith("/") else f"{path}/"


def slug_of(text: str) -> str:
    return without_query(text).rstrip("/").rpartition("/")[2]


def _typed(value: Any) -> Iterator[str]:
    """Walk the stored blocks for what stands in a field named ``url``."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "url" and isinstance(inner, str):
                yield inner
            else:
                yield from _typed(inner)
    elif not isinstance(value, str):
        try:
            items = iter(value)
        except TypeError:
            return
        for item in items:
            yield from _typed(item)
