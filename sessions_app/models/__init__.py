"""Imports the models of every noun, for Django's app loading."""

from sessions_app.actions.models import ActionEvidence, ActionLink, ActionUpdate, FollowUpAction
from sessions_app.core.models import AccessToken, AuditEntry, IdempotencyKey
from sessions_app.feedback.models import FeedbackItem, Theme, ThemeCoding
from sessions_app.listening_sessions.models import (
    AgendaItem,
    ListeningSession,
    Room,
    SeatAllotment,
    SeatPool,
    SessionMaterial,
    SessionSeries,
    Venue,
)
from sessions_app.mail.models import MailTemplate, OutboxMessage
from sessions_app.organizations.models import (
    Constituency,
    Contact,
    Membership,
    NamePrefix,
    Organization,
    OrganizationAlias,
    OrganizationMerge,
)
from sessions_app.programs.models import (
    Agency,
    FormerSlug,
    Jurisdiction,
    Language,
    Program,
    StaffProfile,
)
from sessions_app.read_back.models import (
    ReadBack,
    ReadBackRecipient,
    StatementAnswer,
    TrailAnswer,
)
from sessions_app.registrations.models import (
    AccommodationRequest,
    Attendee,
    Invitation,
    Registration,
    RegistrationQuestion,
)

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
    "FormerSlug",
    "IdempotencyKey",
    "Invitation",
    "Jurisdiction",
    "Language",
    "ListeningSession",
    "MailTemplate",
    "Membership",
    "NamePrefix",
    "Organization",
    "OrganizationAlias",
    "OrganizationMerge",
    "OutboxMessage",
    "Program",
    "ReadBack",
    "ReadBackRecipient",
    "Registration",
    "RegistrationQuestion",
    "Room",
    "SeatAllotment",
    "SeatPool",
    "SessionMaterial",
    "SessionSeries",
    "StaffProfile",
    "StatementAnswer",
    "Theme",
    "ThemeCoding",
    "TrailAnswer",
    "Venue",
]
