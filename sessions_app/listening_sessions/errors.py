"""What services of listening sessions refuse."""

from sessions_app.core.errors import EngagementError


class ScheduleError(EngagementError):
    """A session's times or places contradict each other."""
