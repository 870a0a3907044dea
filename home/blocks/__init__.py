"""The parts that pages are built from; one file for each block."""

from home.blocks.callout import CalloutBlock
from home.blocks.figure import FigureBlock
from home.blocks.learn_more import LearnMoreBlock, LearnMoreDocumentBlock, LearnMoreLinkBlock
from home.blocks.prose import ProseBlock
from home.blocks.questions import QuestionsBlock
from home.blocks.routes import RoutesBlock
from home.blocks.steps import StepsBlock
from home.blocks.summary import SummaryBlock

#: What any page's text may hold. The keys are stored with the text and never change.
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
#: The parts of a response, where the words are the point.
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
#: Documents and links; the heading above them is the page's.
LEARN_MORE_BLOCKS = [
    ("document", LearnMoreDocumentBlock()),
    ("link", LearnMoreLinkBlock()),
]
