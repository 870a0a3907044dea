from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.text import RICH_TEXT_FEATURES, LineBlock, RichTextBlock


class QuestionBlock(blocks.StructBlock):
    question = LineBlock(max_length=200, label=_("Question"))
    answer = RichTextBlock(features=RICH_TEXT_FEATURES, label=_("Answer"))


class QuestionsBlock(blocks.StructBlock):
    """Questions and answers as a disclosure list. Without scripts every answer is expanded."""

    heading = LineBlock(required=False, max_length=120, label=_("Heading"))
    questions = blocks.ListBlock(QuestionBlock(label=_("Question")), min_num=1)

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        description = _("Select a question to show its answer.")
        template = "blocks/questions.html"
        preview_value = {
            "heading": "Questions that we hear often",
            "questions": [
                {"question": "Do I need an account?", "answer": "<p>No.</p>"},
                {"question": "May I bring somebody?", "answer": "<p>Yes.</p>"},
            ],
        }
