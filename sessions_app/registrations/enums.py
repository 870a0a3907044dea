"""Choices and state machines of registrations, invitations and accommodation requests."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RegistrationState(TextChoices):
    PENDING_APPROVAL = "pending_approval", _("Waiting for approval")
    CONFIRMED = "confirmed", _("Confirmed")
    WAITLISTED = "waitlisted", _("On the waitlist")
    OFFERED = "offered", _("Seat offered")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")
    ATTENDED = "attended", _("Attended")
    NO_SHOW = "no_show", _("Did not attend")


REGISTRATION_TRANSITIONS: Mapping[str, frozenset[str]] = {
    RegistrationState.PENDING_APPROVAL: frozenset(
        {
            RegistrationState.CONFIRMED,
            RegistrationState.WAITLISTED,
            RegistrationState.DECLINED,
            RegistrationState.CANCELLED,
            RegistrationState.EXPIRED,
        }
    ),
    # Back to the waitlist: giving up a seat to wait for another way of attending.
    RegistrationState.CONFIRMED: frozenset(
        {
            RegistrationState.WAITLISTED,
            RegistrationState.CANCELLED,
            RegistrationState.ATTENDED,
            RegistrationState.NO_SHOW,
        }
    ),
    RegistrationState.WAITLISTED: frozenset(
        {
            RegistrationState.CONFIRMED,
            RegistrationState.OFFERED,
            RegistrationState.CANCELLED,
            RegistrationState.EXPIRED,
        }
    ),
    RegistrationState.OFFERED: frozenset(
        {
            RegistrationState.CONFIRMED,
            RegistrationState.WAITLISTED,
            RegistrationState.CANCELLED,
            RegistrationState.EXPIRED,
        }
    ),
    RegistrationState.DECLINED: frozenset(),
    RegistrationState.CANCELLED: frozenset(),
    RegistrationState.EXPIRED: frozenset(),
    RegistrationState.ATTENDED: frozenset({RegistrationState.NO_SHOW}),
    RegistrationState.NO_SHOW: frozenset({RegistrationState.ATTENDED}),
}


#: States that hold a seat in a pool.
SEATED_STATES = (RegistrationState.CONFIRMED, RegistrationState.OFFERED)


#: Active states: an address with one may not register for the same session again.
ACTIVE_REGISTRATION_STATES = (
    RegistrationState.PENDING_APPROVAL,
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
    RegistrationState.OFFERED,
    RegistrationState.ATTENDED,
    RegistrationState.NO_SHOW,
)


#: Final states after which the same invitation can be used again; declining is not one.
REGISTRATION_ENDS = (RegistrationState.CANCELLED, RegistrationState.EXPIRED)


#: States in which the registrant may change or cancel it.
CHANGEABLE_REGISTRATION_STATES = (
    RegistrationState.PENDING_APPROVAL,
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
    RegistrationState.OFFERED,
)


class RegistrationSource(TextChoices):
    WEB = "web", _("Web")
    INVITATION = "invitation", _("Invitation")
    STAFF = "staff", _("Staff")
    WALK_IN = "walk_in", _("Walk-in")


class InvitationState(TextChoices):
    PREPARED = "prepared", _("Prepared")
    SENT = "sent", _("Sent")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    REVOKED = "revoked", _("Withdrawn")


INVITATION_TRANSITIONS: Mapping[str, frozenset[str]] = {
    InvitationState.PREPARED: frozenset({InvitationState.SENT, InvitationState.REVOKED}),
    InvitationState.SENT: frozenset(
        {InvitationState.ACCEPTED, InvitationState.DECLINED, InvitationState.REVOKED}
    ),
    # A guest who declined may still register; one who cancelled may register again.
    InvitationState.DECLINED: frozenset({InvitationState.ACCEPTED, InvitationState.REVOKED}),
    InvitationState.ACCEPTED: frozenset({InvitationState.ACCEPTED}),
    InvitationState.REVOKED: frozenset(),
}


class QuestionKind(TextChoices):
    SHORT_TEXT = "short_text", _("Short answer")
    LONG_TEXT = "long_text", _("Long answer")
    YES_NO = "yes_no", _("Yes or no")
    CHOICE = "choice", _("Choose one")


class YesNo(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")


class AccommodationKind(TextChoices):
    ASL = "asl", _("American Sign Language (ASL) interpreter")
    CART = "cart", _("Live captions (CART)")
    INTERPRETER = "interpreter", _("Spoken-language interpreter")
    WHEELCHAIR = "wheelchair", _("Wheelchair access")
    LARGE_PRINT = "large_print", _("Large print")
    BRAILLE = "braille", _("Braille")
    OTHER = "other", _("Something else")


#: Accommodations for which an interpreter comes.
INTERPRETED_BY = frozenset({AccommodationKind.ASL, AccommodationKind.INTERPRETER})


#: Accommodations that only a room needs; not offered for a session that is online only.
IN_THE_ROOM = frozenset({AccommodationKind.WHEELCHAIR})


class AccommodationState(TextChoices):
    REQUESTED = "requested", _("Requested")
    ORDERED = "ordered", _("Ordered")
    CONFIRMED = "confirmed", _("Confirmed")
    PROVIDED = "provided", _("Provided")
    UNMET = "unmet", _("Not met")
    WITHDRAWN = "withdrawn", _("Withdrawn")


_ACCOMMODATION_ENDS = frozenset({AccommodationState.UNMET, AccommodationState.WITHDRAWN})


ACCOMMODATION_TRANSITIONS: Mapping[str, frozenset[str]] = {
    AccommodationState.REQUESTED: _ACCOMMODATION_ENDS | {AccommodationState.ORDERED},
    AccommodationState.ORDERED: _ACCOMMODATION_ENDS | {AccommodationState.CONFIRMED},
    AccommodationState.CONFIRMED: _ACCOMMODATION_ENDS | {AccommodationState.PROVIDED},
    AccommodationState.PROVIDED: frozenset(),
    AccommodationState.UNMET: frozenset(),
    AccommodationState.WITHDRAWN: frozenset(),
}


OPEN_ACCOMMODATION_STATES = (
    AccommodationState.REQUESTED,
    AccommodationState.ORDERED,
    AccommodationState.CONFIRMED,
)
