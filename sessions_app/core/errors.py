"""Exceptions that services raise. Each message can be shown to the user."""

from django.utils.translation import gettext as _


class EngagementError(Exception):
    """A domain rule refused a request. ``message`` is plain language, safe to show."""

    #: The form field to show the message next to, if there is one.
    field: str | None = None

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if field is not None:
            self.field = field


class TransitionNotAllowedError(EngagementError):
    """A transition that the state machine does not allow."""

    def __init__(self, *, record: str, from_state: str, to_state: str) -> None:
        self.from_state = from_state
        self.to_state = to_state
        super().__init__(
            _(
                "%(record)s is “%(from_state)s” and cannot change to “%(to_state)s”. Reload "
                "the page to see its current status."
            )
            % {"record": record, "from_state": from_state, "to_state": to_state}
        )


class ReasonRequiredError(EngagementError):
    """A transition that requires a reason was requested without one."""

    field = "reason"


class TokenInvalidError(EngagementError):
    """A personal link is unknown, expired, revoked or made for another purpose."""


class ChangedMeanwhileError(EngagementError):
    """Optimistic locking: somebody else changed the record after the form was opened."""

    def __init__(self, message: str, *, version: str) -> None:
        super().__init__(message)
        #: The currently stored version.
        self.version = version
