"""Who may do what to these records."""

from sessions_app.core.policies import RecordPolicy
from sessions_app.registrations.models import AccommodationRequest, Invitation, Registration


class RegistrationPolicy(RecordPolicy):
    verbs = {
        # Names and addresses, which figures do not need.
        "export": ("sessions_app.change_registration",),
        "read_people": ("sessions_app.view_attendee",),
        "check_in": ("sessions_app.change_attendee",),
    }
    program_path = "listening_session__program"


class AccommodationPolicy(RecordPolicy):
    verbs = {
        "view": (
            "sessions_app.view_accommodationrequest",
            "sessions_app.view_any_accommodation",
        ),
        "count": (
            "sessions_app.count_accommodations",
            "sessions_app.view_any_accommodation",
        ),
    }


POLICIES = (
    RegistrationPolicy(Registration),
    RecordPolicy(Invitation),
    AccommodationPolicy(AccommodationRequest),
)
