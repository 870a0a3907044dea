"""Typed cleaned data of the registration forms."""

from dataclasses import dataclass

from sessions_app.registrations.services.accommodations import AccommodationInput
from sessions_app.registrations.services.registrations import AttendeeInput


@dataclass(frozen=True, kw_only=True)
class RegistrantAnswers:
    """The registrant."""

    name: str
    #: Empty if staff register somebody without an e-mail address, or if it was not asked for.
    email: str
    organization_name: str


@dataclass(frozen=True, kw_only=True)
class RegistrationAnswers:
    """The parts of a registration that can be changed later."""

    attendees: list[AttendeeInput]
    phone: str
    language: str
    mode: str
    #: Whether the seats may be given up to join the waitlist; False if that was not asked.
    may_wait: bool
    #: None if the form does not include them: then they are unchanged.
    accommodations: list[AccommodationInput] | None
    #: Keyed by the primary key of the question.
    answers: dict[int, str]
