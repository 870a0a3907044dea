"""Exceptions that services of organizations raise."""

from sessions_app.core.errors import EngagementError


class DuplicateOrganizationError(EngagementError):
    """An organization with that name already exists."""

    field = "name"


class ContactKnownError(EngagementError):
    """The address belongs to an existing contact."""

    field = "email"
