"""The page types, one file for each, and feedback on pages."""

from home.models.engagement_page import EngagementPage
from home.models.home_page import HomePage
from home.models.page_feedback import PageFeedback
from home.models.program_index_page import ProgramIndexPage
from home.models.program_page import ProgramPage
from home.models.response_index_page import ResponseIndexPage
from home.models.response_page import ResponsePage
from home.models.standard_page import StandardPage
from home.required_pages import RequiredPages
from home.site_settings import ContactSettings

__all__ = [
    "ContactSettings",
    "EngagementPage",
    "HomePage",
    "PageFeedback",
    "ProgramIndexPage",
    "ProgramPage",
    "RequiredPages",
    "ResponseIndexPage",
    "ResponsePage",
    "StandardPage",
]
