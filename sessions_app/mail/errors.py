"""Errors of e-mail texts."""

from sessions_app.core.errors import EngagementError


class EmailTextError(EngagementError):
    """Words of an e-mail name something that it does not have, or leave out what it is for."""
