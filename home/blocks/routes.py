from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.address import AddressBlock
from home.blocks.text import RICH_TEXT_FEATURES, LineBlock, RichTextBlock


class RouteBlock(blocks.StructBlock):
    """One way to report: who it is for, what to do, and an optional link."""

    heading = LineBlock(max_length=120, label=_("If …"))
    text = RichTextBlock(features=RICH_TEXT_FEATURES, label=_("Then …"))
    link_text = LineBlock(required=False, max_length=80, label=_("Link text"))
    url = AddressBlock(required=False)


class RoutesBlock(blocks.StructBlock):
    """Where to report an allegation: one route for each kind of case."""

    heading = LineBlock(required=False, max_length=120, label=_("Heading"))
    routes = blocks.ListBlock(RouteBlock(label=_("Route")), min_num=1, label=_("Routes"))

    class Meta:
        icon = "redirect"
        label = _("Ways to report an allegation")
        description = _("One card for each kind of case.")
        template = "blocks/routes.html"
        preview_value = {
            "heading": "Where to turn",
            "routes": [
                {
                    "heading": "It happened to you",
                    "text": "<p>Write to us. You need no lawyer.</p>",
                    "link_text": "",
                    "url": "",
                }
            ],
        }
