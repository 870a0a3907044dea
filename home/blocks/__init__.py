"""StreamField blocks; one file for each."""

from home.blocks.callout import CalloutBlock
from home.blocks.figure import FigureBlock
from home.blocks.learn_more import LearnMoreBlock, LearnMoreDocumentBlock, LearnMoreLinkBlock
from home.blocks.prose import ProseBlock
from home.blocks.questions import QuestionsBlock
from home.blocks.routes import RoutesBlock
from home.blocks.steps import StepsBlock
from home.blocks.summary import SummaryBlock

#: Blocks of any page body. The keys are stored with the content and must never change.
BODY_BLOCKS = [
    ("prose", ProseBlock()),
    ("summary", SummaryBlock()),
    ("steps", StepsBlock()),
    ("callout", CalloutBlock()),
    ("questions", QuestionsBlock()),
    ("figure", FigureBlock()),
    ("learn_more", LearnMoreBlock()),
    ("routes", RoutesBlock()),
]
#: Blocks of a response, which is mostly text.
RESPONSE_BLOCKS = [
    ("prose", ProseBlock()),
    ("summary", SummaryBlock()),
    ("steps", StepsBlock()),
    ("callout", CalloutBlock()),
    ("figure", FigureBlock()),
]
#: How to report an allegation.
REPORTING_BLOCKS = [
    ("prose", ProseBlock()),
    ("steps", StepsBlock()),
    ("routes", RoutesBlock()),
    ("callout", CalloutBlock()),
]
#: Documents and links; their heading belongs to the page.
LEARN_MORE_BLOCKS = [
    ("document", LearnMoreDocumentBlock()),
    ("link", LearnMoreLinkBlock()),
]
