from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.text import RICH_TEXT_FEATURES, LineBlock, RichTextBlock


class CalloutBlock(blocks.StructBlock):
    """Important information. In the office's own words: it must not quote anybody."""

    kind = blocks.ChoiceBlock(
        choices=[
            ("info", _("For information")),
            ("success", _("Good news")),
            ("warning", _("Caution")),
        ],
        default="info",
        label=_("Kind"),
    )
    heading = LineBlock(max_length=120, label=_("Heading"))
    text = RichTextBlock(features=RICH_TEXT_FEATURES, label=_("Text"))

    class Meta:
        icon = "warning"
        label = _("Callout")
        description = _("One point that readers must not miss.")
        template = "blocks/callout.html"
        preview_value = {
            "kind": "warning",
            "heading": "In an emergency",
            "text": "<p>Call 911. We cannot send help.</p>",
        }
