from sessions_app.feedback.models.feedback import FeedbackItem
from sessions_app.feedback.models.lineage import LineageMember, LineageOperation
from sessions_app.feedback.models.themes import Theme, ThemeCoding

__all__ = [
    "FeedbackItem",
    "LineageMember",
    "LineageOperation",
    "Theme",
    "ThemeCoding",
]
