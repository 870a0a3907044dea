"""Errors of e-mail texts."""

from sessions_app.core.errors import EngagementError


class EmailTextError(EngagementError):
    """A text names an unknown placeholder, or leaves out a required one."""
