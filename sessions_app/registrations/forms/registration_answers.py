"""What the forms of a registration return once they are valid: typed, and known by no service."""

from dataclasses import dataclass

from sessions_app.registrations.services.accommodations import AccommodationInput
from sessions_app.registrations.services.registrations import AttendeeInput


@dataclass(frozen=True, kw_only=True)
class RegistrantAnswers:
    """Who registers. Asked once: a change of the registration leaves it as it is."""

    name: str
    #: Empty where staff register somebody who has no address.
    email: str
    organization_name: str


@dataclass(frozen=True, kw_only=True)
class RegistrationAnswers:
    """What a registration says and its change can say anew."""

    attendees: list[AttendeeInput]
    phone: str
    language: str
    mode: str
    #: Whether the seats may be given up for a place in the line; False where nobody was asked.
    may_wait: bool
    #: None where the form does not ask for them: then they stay as they are.
    accommodations: list[AccommodationInput] | None
    #: By the number of the session's question.
    answers: dict[int, str]
