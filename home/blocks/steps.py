from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.text import RICH_TEXT_FEATURES, LineBlock, RichTextBlock


class StepBlock(blocks.StructBlock):
    heading = LineBlock(max_length=120, label=_("Step"))
    text = RichTextBlock(required=False, features=RICH_TEXT_FEATURES, label=_("What happens"))


class StepsBlock(blocks.StructBlock):
    """An ordered list of steps."""

    heading = LineBlock(required=False, max_length=120, label=_("Heading"))
    steps = blocks.ListBlock(StepBlock(label=_("Step")), min_num=2, label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        description = _("The numbered steps of a process.")
        template = "blocks/steps.html"
        preview_value = {
            "heading": "How it works",
            "steps": [
                {"heading": "Choose a session", "text": "<p>Pick a date that suits you.</p>"},
                {"heading": "Register", "text": "<p>It takes five minutes.</p>"},
            ],
        }
