"""Imports the models of every noun, for Django's app loading."""

from sessions_app.actions.models import (
    ActionEvidence,
    ActionLink,
    ActionUpdate,
    AgencyAnswer,
    FollowUpAction,
)
from sessions_app.core.models import AccessToken, AuditEntry, IdempotencyKey
from sessions_app.feedback.models import (
    FeedbackContact,
    FeedbackItem,
    FeedbackMessage,
    FeedbackReceipt,
    LineageMember,
    LineageOperation,
    Theme,
    ThemeCoding,
)
from sessions_app.feedback_import.models import FeedbackImport, ImportedRow
from sessions_app.feedback_register.models import BulkChange, BulkChangeItem, SavedFilter
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
from sessions_app.public_feedback.models import FeedbackDraft
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
    "AgencyAnswer",
    "AgendaItem",
    "Attendee",
    "AuditEntry",
    "BulkChange",
    "BulkChangeItem",
    "Constituency",
    "Contact",
    "FeedbackContact",
    "FeedbackDraft",
    "FeedbackImport",
    "FeedbackItem",
    "FeedbackMessage",
    "FeedbackReceipt",
    "FollowUpAction",
    "FormerSlug",
    "IdempotencyKey",
    "ImportedRow",
    "Invitation",
    "Jurisdiction",
    "Language",
    "LineageMember",
    "LineageOperation",
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
    "SavedFilter",
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
