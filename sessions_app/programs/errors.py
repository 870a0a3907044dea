"""Errors raised by the services of programs."""

from sessions_app.core.errors import EngagementError


class AddressTakenError(EngagementError):
    """The web address belongs to another program or page, now or formerly."""

    field = "slug"
