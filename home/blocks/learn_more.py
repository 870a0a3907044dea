from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from home.blocks.address import AddressBlock
from home.blocks.text import LineBlock


class LearnMoreDocumentBlock(blocks.StructBlock):
    title = LineBlock(max_length=200, label=_("Title"))
    document = DocumentChooserBlock(label=_("Document"))
    note = LineBlock(required=False, max_length=250, label=_("Description"))

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "blocks/learn_more_document.html"


class LearnMoreLinkBlock(blocks.StructBlock):
    title = LineBlock(max_length=200, label=_("Title"))
    url = AddressBlock()
    note = LineBlock(required=False, max_length=250, label=_("Description"))

    class Meta:
        icon = "link"
        label = _("Link")
        template = "blocks/learn_more_link.html"


class LearnMoreItemsBlock(blocks.StreamBlock):
    document = LearnMoreDocumentBlock()
    link = LearnMoreLinkBlock()


class LearnMoreBlock(blocks.StructBlock):
    """Further documents and links."""

    heading = LineBlock(required=False, max_length=120, label=_("Heading"))
    items = LearnMoreItemsBlock(label=_("Documents and links"))

    class Meta:
        icon = "folder-open-1"
        label = _("Documents and links")
        description = _("Links to more information.")
        template = "blocks/learn_more.html"
        preview_value = {
            "heading": "Learn more",
            "items": [
                {
                    "type": "link",
                    "value": {"title": "About DHS", "url": "https://www.dhs.gov/", "note": ""},
                }
            ],
        }
