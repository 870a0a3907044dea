from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.text import RICH_TEXT_FEATURES, LineBlock, RichTextBlock


class ProseBlock(blocks.StructBlock):
    """Text with an optional heading."""

    heading = LineBlock(required=False, max_length=120, label=_("Heading"))
    text = RichTextBlock(features=RICH_TEXT_FEATURES, label=_("Text"))

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs and lists, with a heading if you like.")
        template = "blocks/prose.html"
        preview_value = {
            "heading": "What happens at a session",
            "text": "<p>We say why we are here. Then you speak, and we take notes.</p>",
        }
