from sessions_app.registrations.models.accommodations import AccommodationRequest
from sessions_app.registrations.models.invitations import Invitation
from sessions_app.registrations.models.questions import RegistrationQuestion
from sessions_app.registrations.models.registrations import Attendee, Registration

__all__ = ["AccommodationRequest", "Attendee", "Invitation", "Registration", "RegistrationQuestion"]
