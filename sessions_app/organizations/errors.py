"""What services of organizations refuse."""

from sessions_app.core.errors import EngagementError


class DuplicateOrganizationError(EngagementError):
    """An organization of that name is already known."""

    field = "name"


class ContactKnownError(EngagementError):
    """The address belongs to a contact who is known already."""

    field = "email"
