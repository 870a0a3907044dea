"""Schema, constraints, indexes and QuerySets; one file for each noun."""

from sessions_app.models.access_tokens import AccessToken
from sessions_app.models.actions import (
    ActionEvidence,
    ActionLink,
    ActionUpdate,
    FollowUpAction,
)
from sessions_app.models.audit import AuditEntry
from sessions_app.models.feedback import FeedbackItem
from sessions_app.models.invitations import Invitation
from sessions_app.models.listening_sessions import (
    AgendaItem,
    ListeningSession,
    SessionMaterial,
    SessionSeries,
)
from sessions_app.models.mail_templates import MailTemplate
from sessions_app.models.organization_merges import OrganizationMerge
from sessions_app.models.organization_names import OrganizationWord
from sessions_app.models.organizations import (
    Constituency,
    Contact,
    Membership,
    Organization,
    OrganizationAlias,
)
from sessions_app.models.outbox import OutboxMessage
from sessions_app.models.places import Jurisdiction, Language, Room, Venue
from sessions_app.models.programs import Agency, Program
from sessions_app.models.registration_questions import RegistrationQuestion
from sessions_app.models.registrations import AccommodationRequest, Attendee, Registration
from sessions_app.models.seats import SeatAllotment, SeatPool
from sessions_app.models.staff import StaffProfile
from sessions_app.models.themes import Theme, ThemeCoding

__all__ = [
    "AccessToken",
    "AccommodationRequest",
    "ActionEvidence",
    "ActionLink",
    "ActionUpdate",
    "Agency",
    "AgendaItem",
    "Attendee",
    "AuditEntry",
    "Constituency",
    "Contact",
    "FeedbackItem",
    "FollowUpAction",
    "Invitation",
    "Jurisdiction",
    "Language",
    "ListeningSession",
    "MailTemplate",
    "Membership",
    "Organization",
    "OrganizationAlias",
    "OrganizationMerge",
    "OrganizationWord",
    "OutboxMessage",
    "Program",
    "Registration",
    "RegistrationQuestion",
    "Room",
    "SeatAllotment",
    "SeatPool",
    "SessionMaterial",
    "SessionSeries",
    "StaffProfile",
    "Theme",
    "ThemeCoding",
    "Venue",
]
