"""Errors that services raise. Each carries words that may be shown to the person who asked."""

from django.utils.translation import gettext as _


class EngagementError(Exception):
    """A rule of the domain refused a request. ``message`` is plain language, safe to show."""

    #: The form field that the message belongs beside, where there is one.
    field: str | None = None

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if field is not None:
            self.field = field


class MoveNotAllowedError(EngagementError):
    """A state was asked to become one that its table of allowed moves does not list."""

    def __init__(self, *, record: str, from_state: str, to_state: str) -> None:
        self.from_state = from_state
        self.to_state = to_state
        super().__init__(
            _(
                "%(record)s is “%(from_state)s” and cannot become “%(to_state)s”. "
                "Reload the page to see where it stands."
            )
            % {"record": record, "from_state": from_state, "to_state": to_state}
        )


class ReasonRequiredError(EngagementError):
    """A move that has to be explained came without a reason."""

    field = "reason"


class RegistrationClosedError(EngagementError):
    """The session takes no registrations now."""


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
    """A person cannot be checked in, or not now."""


class TokenInvalidError(EngagementError):
    """A personal link is unknown, expired, revoked or made for another purpose."""


class ScheduleError(EngagementError):
    """A session's times or places contradict each other."""


class ChangedMeanwhileError(EngagementError):
    """Somebody else changed the record after the form in hand was made."""

    def __init__(self, message: str, *, version: str) -> None:
        super().__init__(message)
        #: The version that is stored now.
        self.version = version


class MailWordsError(EngagementError):
    """Words of an e-mail name something that it does not have, or leave out what it is for."""


class DuplicateOrganizationError(EngagementError):
    """An organization of that name is already known."""

    field = "name"


class ContactKnownError(EngagementError):
    """The address belongs to a contact who is known already."""

    field = "email"
