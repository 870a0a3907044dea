from django.utils.translation import gettext_lazy as _
from wagtail import blocks

#: Headings are separate blocks, so that no heading level is skipped.
RICH_TEXT_FEATURES = ["bold", "italic", "ul", "ol", "link", "document-link"]


class ProseBlock(blocks.StructBlock):
    """Text with an optional heading."""

    heading = blocks.CharBlock(required=False, max_length=120, label=_("Heading"))
    text = blocks.RichTextBlock(features=RICH_TEXT_FEATURES, label=_("Text"))

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs and lists, with a heading if you like.")
        template = "blocks/prose.html"
        preview_value = {
            "heading": "What happens at a session",
            "text": "<p>We say why we are here. Then you speak, and we take notes.</p>",
        }
