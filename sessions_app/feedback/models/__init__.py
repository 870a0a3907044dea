from sessions_app.feedback.models.feedback import FeedbackItem
from sessions_app.feedback.models.themes import Theme, ThemeCoding

__all__ = ["FeedbackItem", "Theme", "ThemeCoding"]
