"""Blocks of text that apply the text rule (`engagement_site.plain_text`) to what is typed.

Migrations see Wagtail's own blocks: what is stored is the same.
"""

from typing import Any

from wagtail import blocks
from wagtail.rich_text import RichText

from engagement_site.plain_text import clean_line, clean_text

#: Headings are separate blocks, so that no heading level is skipped.
RICH_TEXT_FEATURES = ["bold", "italic", "ul", "ol", "link", "document-link"]


class LineBlock(blocks.CharBlock):
    """One line of text."""

    def clean(self, value: str) -> str:
        return super().clean(clean_line(value))

    def deconstruct(self) -> tuple[str, Any, Any]:
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.CharBlock", args, kwargs


class RichTextBlock(blocks.RichTextBlock):
    """Paragraphs, lists and links."""

    def clean(self, value: RichText) -> RichText:
        return super().clean(RichText(clean_text(value.source)))

    def deconstruct(self) -> tuple[str, Any, Any]:
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.RichTextBlock", args, kwargs
