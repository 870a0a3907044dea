"""What services of registrations refuse."""

from sessions_app.core.errors import EngagementError


class RegistrationClosedError(EngagementError):
    """The session is not open for registration."""


class SeatsUnavailableError(EngagementError):
    """No seat is left, and the session keeps no waitlist."""


class AllotmentReachedError(EngagementError):
    """The organization has used every seat that it may have at this session."""


class AnswerRefusedError(EngagementError):
    """An answer to a question of the session is missing, or is none of those offered."""


class InvitationError(EngagementError):
    """An invitation cannot be used: it is answered already, withdrawn, or for something else."""


class AlreadyRegisteredError(EngagementError):
    """The address already has an active registration for this session."""

    field = "email"


class CheckInRefusedError(EngagementError):
    """A person cannot be checked in, or not at this time."""
