from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from home.blocks.text import LineBlock


class FigureBlock(blocks.StructBlock):
    """An image that carries information, with alternative text."""

    image = ImageChooserBlock(label=_("Picture"))
    alt = LineBlock(
        max_length=250,
        label=_("Alternative text"),
        help_text=_("What the picture shows. Screen readers read this aloud."),
    )
    caption = LineBlock(required=False, max_length=250, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A picture with alternative text and a caption.")
        template = "blocks/figure.html"
