from sessions_app.feedback.models.feedback import FeedbackItem
from sessions_app.feedback.models.intake import FeedbackContact, FeedbackMessage, FeedbackReceipt
from sessions_app.feedback.models.lineage import LineageMember, LineageOperation
from sessions_app.feedback.models.themes import Theme, ThemeCoding

__all__ = [
    "FeedbackContact",
    "FeedbackItem",
    "FeedbackMessage",
    "FeedbackReceipt",
    "LineageMember",
    "LineageOperation",
    "Theme",
    "ThemeCoding",
]
