from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.text import LineBlock


class SummaryBlock(blocks.StructBlock):
    """Key points in a box."""

    heading = LineBlock(max_length=80, label=_("Heading"))
    points = blocks.ListBlock(
        LineBlock(max_length=250, label=_("Point")), min_num=1, max_num=6, label=_("Points")
    )

    class Meta:
        icon = "list-ul"
        label = _("Summary box")
        description = _("Two to six short points for busy readers.")
        template = "blocks/summary.html"
        preview_value = {
            "heading": "In short",
            "points": ["Anyone may come.", "You need no account.", "Interpreters are free."],
        }
