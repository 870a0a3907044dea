"""Choices, and the tables of allowed moves.

A state changes only as its table allows; ``services`` hold one function per move.
"""

from collections.abc import Mapping

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

# --- Listening sessions -------------------------------------------------------------


class SessionState(TextChoices):
    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Scheduled")
    POSTPONED = "postponed", _("Postponed")
    HELD = "held", _("Held")
    IN_REVIEW = "in_review", _("Notes in review")
    PUBLISHED = "published", _("Notes published")
    CANCELLED = "cancelled", _("Cancelled")


SESSION_MOVES: Mapping[str, frozenset[str]] = {
    SessionState.DRAFT: frozenset({SessionState.SCHEDULED, SessionState.CANCELLED}),
    SessionState.SCHEDULED: frozenset(
        {SessionState.HELD, SessionState.POSTPONED, SessionState.CANCELLED}
    ),
    SessionState.POSTPONED: frozenset({SessionState.SCHEDULED}),
    SessionState.HELD: frozenset({SessionState.IN_REVIEW}),
    SessionState.IN_REVIEW: frozenset({SessionState.PUBLISHED}),
    SessionState.PUBLISHED: frozenset(),
    SessionState.CANCELLED: frozenset(),
}

#: States in which a session may be known to the public.
PUBLIC_SESSION_STATES = (
    SessionState.SCHEDULED,
    SessionState.POSTPONED,
    SessionState.HELD,
    SessionState.IN_REVIEW,
    SessionState.PUBLISHED,
    SessionState.CANCELLED,
)


class SessionFormat(TextChoices):
    IN_PERSON = "in_person", _("In person")
    VIRTUAL = "virtual", _("Virtual")
    HYBRID = "hybrid", _("Hybrid")


class AttendanceMode(TextChoices):
    IN_PERSON = "in_person", _("In person")
    VIRTUAL = "virtual", _("Online")


MODES_OF_FORMAT: Mapping[str, tuple[str, ...]] = {
    SessionFormat.IN_PERSON: (AttendanceMode.IN_PERSON,),
    SessionFormat.VIRTUAL: (AttendanceMode.VIRTUAL,),
    SessionFormat.HYBRID: (AttendanceMode.IN_PERSON, AttendanceMode.VIRTUAL),
}


class Visibility(TextChoices):
    PUBLIC = "public", _("Public: listed for everyone")
    UNLISTED = "unlisted", _("Unlisted: anyone with the address")
    INVITATION = "invitation", _("By invitation only")


class AttributionRule(TextChoices):
    ON_THE_RECORD = "on_the_record", _("On the record: names and organizations may be given")
    ORGANIZATION_ONLY = "organization_only", _("Organization only: no person is named")
    NOT_ATTRIBUTED = "not_attributed", _("Not attributed: nobody is named")


class Recurrence(TextChoices):
    """How a series goes on from its first session."""

    WEEKLY = "weekly", _("Every week, on the same weekday")
    FORTNIGHTLY = "fortnightly", _("Every two weeks, on the same weekday")
    MONTHLY_WEEKDAY = "monthly_weekday", _("Every month, on the same weekday of the same week")
    MONTHLY_DATE = "monthly_date", _("Every month, on the same date")


class ConflictKind(TextChoices):
    """Why two sessions, or a session and a day, may not go together."""

    ROOM = "room", _("Same room")
    HOST = "host", _("Same host")
    ORGANIZATION = "organization", _("Same organization")
    HOLIDAY = "holiday", _("Federal holiday")


class WaitlistMode(TextChoices):
    INSTANT = "instant", _("A freed seat is given at once")
    OFFER = "offer", _("A freed seat is offered for a set time")
    NONE = "none", _("No waitlist")


# --- Registrations ------------------------------------------------------------------


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


REGISTRATION_MOVES: Mapping[str, frozenset[str]] = {
    RegistrationState.PENDING_APPROVAL: frozenset(
        {
            RegistrationState.CONFIRMED,
            RegistrationState.WAITLISTED,
            RegistrationState.DECLINED,
            RegistrationState.CANCELLED,
            RegistrationState.EXPIRED,
        }
    ),
    # Back into a line: whoever gives up a seat to wait for another way of attending.
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
#: States in which an address may not register for the same session again.
ACTIVE_REGISTRATION_STATES = (
    RegistrationState.PENDING_APPROVAL,
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
    RegistrationState.OFFERED,
    RegistrationState.ATTENDED,
    RegistrationState.NO_SHOW,
)
#: States after which the same invitation may be used once more: the registrant let go.
REGISTRATION_ENDS = (RegistrationState.CANCELLED, RegistrationState.EXPIRED)
#: States that the registrant may still change or cancel.
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


INVITATION_MOVES: Mapping[str, frozenset[str]] = {
    InvitationState.PREPARED: frozenset({InvitationState.SENT, InvitationState.REVOKED}),
    InvitationState.SENT: frozenset(
        {InvitationState.ACCEPTED, InvitationState.DECLINED, InvitationState.REVOKED}
    ),
    # Somebody who said no may still come; somebody who cancelled may register once more.
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


class AccommodationState(TextChoices):
    REQUESTED = "requested", _("Requested")
    ORDERED = "ordered", _("Ordered")
    CONFIRMED = "confirmed", _("Confirmed")
    PROVIDED = "provided", _("Provided")
    UNMET = "unmet", _("Not met")
    WITHDRAWN = "withdrawn", _("Withdrawn")


_ACCOMMODATION_ENDS = frozenset({AccommodationState.UNMET, AccommodationState.WITHDRAWN})
ACCOMMODATION_MOVES: Mapping[str, frozenset[str]] = {
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

# --- Organizations ------------------------------------------------------------------


class OrganizationKind(TextChoices):
    ADVOCACY = "advocacy", _("Advocacy")
    FAITH = "faith", _("Faith")
    LEGAL_SERVICES = "legal_services", _("Legal services")
    COMMUNITY = "community", _("Community")
    LABOR = "labor", _("Labor")
    ACADEMIC = "academic", _("Academic")
    MEDIA = "media", _("Media")
    LAW_ENFORCEMENT = "law_enforcement", _("Law enforcement")
    STATE_OR_LOCAL_AGENCY = "state_or_local_agency", _("State or local agency")
    FEDERAL_COMPONENT = "federal_component", _("Federal component")
    OTHER = "other", _("Other")


class VerificationState(TextChoices):
    PENDING = "pending", _("Waiting for verification")
    VERIFIED = "verified", _("Verified")
    DECLINED = "declined", _("Declined")
    LAPSED = "lapsed", _("Verification lapsed")


VERIFICATION_MOVES: Mapping[str, frozenset[str]] = {
    VerificationState.PENDING: frozenset({VerificationState.VERIFIED, VerificationState.DECLINED}),
    VerificationState.VERIFIED: frozenset({VerificationState.LAPSED, VerificationState.DECLINED}),
    VerificationState.LAPSED: frozenset({VerificationState.VERIFIED, VerificationState.DECLINED}),
    VerificationState.DECLINED: frozenset({VerificationState.VERIFIED}),
}


class JurisdictionKind(TextChoices):
    STATE = "state", _("State")
    TERRITORY = "territory", _("Territory")
    COUNTY = "county", _("County")


# --- Feedback -----------------------------------------------------------------------


class FeedbackKind(TextChoices):
    CONCERN = "concern", _("Concern")
    SUGGESTION = "suggestion", _("Suggestion")
    QUESTION = "question", _("Question")
    COMMENDATION = "commendation", _("Commendation")


class FeedbackState(TextChoices):
    NEW = "new", _("New")
    IN_REVIEW = "in_review", _("In review")
    ACCEPTED = "accepted", _("Accepted")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
    DECLINED = "declined", _("Declined")
    OUTSIDE_AUTHORITY = "outside_authority", _("Outside our authority")
    DUPLICATE = "duplicate", _("Duplicate")
    ROUTED = "routed", _("Routed to complaints")


#: Ends that need a reason which the public wording can show.
FEEDBACK_STATES_WITH_REASON = frozenset(
    {
        FeedbackState.DECLINED,
        FeedbackState.OUTSIDE_AUTHORITY,
        FeedbackState.DUPLICATE,
        FeedbackState.ROUTED,
    }
)
FEEDBACK_MOVES: Mapping[str, frozenset[str]] = {
    FeedbackState.NEW: frozenset({FeedbackState.IN_REVIEW}) | FEEDBACK_STATES_WITH_REASON,
    FeedbackState.IN_REVIEW: frozenset({FeedbackState.ACCEPTED}) | FEEDBACK_STATES_WITH_REASON,
    FeedbackState.ACCEPTED: frozenset({FeedbackState.ANSWERED}) | FEEDBACK_STATES_WITH_REASON,
    FeedbackState.ANSWERED: frozenset({FeedbackState.CLOSED}),
    FeedbackState.CLOSED: frozenset(),
    FeedbackState.DECLINED: frozenset(),
    FeedbackState.OUTSIDE_AUTHORITY: frozenset(),
    FeedbackState.DUPLICATE: frozenset(),
    FeedbackState.ROUTED: frozenset(),
}


class AttributionLevel(TextChoices):
    NAMED = "named", _("Organization named")
    TYPE_ONLY = "type_only", _("Only the type of organization")
    NONE = "none", _("Not attributed")


class FeedbackChannel(TextChoices):
    SESSION = "session", _("Listening session")
    WEB = "web", _("Web")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    POST = "post", _("Post")


class Severity(TextChoices):
    LOW = "low", _("Low")
    MODERATE = "moderate", _("Moderate")
    HIGH = "high", _("High")
    URGENT = "urgent", _("Urgent")


class CodingMethod(TextChoices):
    BY_HAND = "by_hand", _("By hand")
    SUGGESTION = "suggestion", _("Accepted from a suggestion")


# --- Follow-up actions --------------------------------------------------------------


class ActionState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Accepted")
    IN_PROGRESS = "in_progress", _("In progress")
    BLOCKED = "blocked", _("Blocked")
    COMPLETED = "completed", _("Completed")
    VERIFIED = "verified", _("Completed and verified")
    DECLINED = "declined", _("Declined")


ACTION_MOVES: Mapping[str, frozenset[str]] = {
    ActionState.PROPOSED: frozenset({ActionState.ACCEPTED, ActionState.DECLINED}),
    ActionState.ACCEPTED: frozenset({ActionState.IN_PROGRESS, ActionState.DECLINED}),
    ActionState.IN_PROGRESS: frozenset(
        {ActionState.BLOCKED, ActionState.COMPLETED, ActionState.DECLINED}
    ),
    ActionState.BLOCKED: frozenset({ActionState.IN_PROGRESS, ActionState.DECLINED}),
    ActionState.COMPLETED: frozenset({ActionState.VERIFIED}),
    ActionState.VERIFIED: frozenset(),
    ActionState.DECLINED: frozenset(),
}
#: States in which something is still owed, so that an action can be late.
OPEN_ACTION_STATES = (
    ActionState.PROPOSED,
    ActionState.ACCEPTED,
    ActionState.IN_PROGRESS,
    ActionState.BLOCKED,
)


class Priority(TextChoices):
    LOW = "low", _("Low")
    NORMAL = "normal", _("Normal")
    HIGH = "high", _("High")
    URGENT = "urgent", _("Urgent")


class LinkRelation(TextChoices):
    ADDRESSES = "addresses", _("Addresses")
    PARTLY = "partly", _("Addresses in part")
    DECLINED = "declined", _("Declines")


# --- E-mails ------------------------------------------------------------------------


class ReminderDays(IntegerChoices):
    """When people with a seat are reminded, counted back from the session's start."""

    ONE = 1, _("A day before")
    TWO = 2, _("Two days before")
    THREE = 3, _("Three days before")
    SEVEN = 7, _("A week before")
    FOURTEEN = 14, _("Two weeks before")


class VoidReason(TextChoices):
    """Why an e-mail that waited was not sent."""

    MOVED = "moved", _("Not sent: the session moved")
    CALLED_OFF = "called_off", _("Not sent: the session was called off")
    SEAT_GIVEN_UP = "seat_given_up", _("Not sent: the seat was given up")
    BEGUN = "begun", _("Not sent: the session had begun")


# --- Personal links -----------------------------------------------------------------


class TokenPurpose(TextChoices):
    REGISTRATION = "registration", _("Change or cancel a registration")
    INVITATION = "invitation", _("Answer an invitation")
    CALENDAR = "calendar", _("Subscribe to one’s own calendar")
