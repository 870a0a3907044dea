"""Exceptions that services of registrations raise."""

from django.utils.translation import ngettext

from sessions_app.core.errors import EngagementError


class RegistrationClosedError(EngagementError):
    """The session is not open for registration."""


class SessionChangedError(EngagementError):
    """The session was rescheduled or moved since it was read. Read it again, and try again."""


class SeatsUnavailableError(EngagementError):
    """No seats are left, and the session has no waitlist."""


class GroupTooLargeError(EngagementError):
    """More people than one registration may hold. ``most`` is the limit."""

    def __init__(self, most: int) -> None:
        words = ngettext(
            "One registration is for %(most)s person. For a group, please write to us.",
            "One registration is for up to %(most)s people. For a larger group, please write to "
            "us.",
            most,
        )
        super().__init__(words % {"most": most})


class AllotmentReachedError(EngagementError):
    """The organization's allotment at this session is used up."""


class AnswerRefusedError(EngagementError):
    """An answer to a question of the session is missing, or not one of the options."""


class InvitationError(EngagementError):
    """An invitation cannot be used: it was used or withdrawn, or is for something else."""


class AlreadyRegisteredError(EngagementError):
    """The address already has an active registration for this session.

    Show it to staff and to whoever proved that the address is theirs, never to a stranger.
    """

    field = "email"


class CheckInRefusedError(EngagementError):
    """A person cannot be checked in, or not at this time."""


class CheckedInError(EngagementError):
    """Somebody who is checked in would lose their seat. Their check-in has to be undone first."""
