"""Exceptions that services of listening sessions raise."""

from sessions_app.core.errors import EngagementError


class ScheduleError(EngagementError):
    """A session's times or places contradict each other."""
