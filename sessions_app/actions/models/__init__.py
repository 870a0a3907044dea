from sessions_app.actions.models.actions import SILENCE, FollowUpAction, FollowUpActionQuerySet
from sessions_app.actions.models.agency_answers import AgencyAnswer
from sessions_app.actions.models.evidence import FILE_NAME_LENGTH, ActionEvidence, evidence_path
from sessions_app.actions.models.links import ActionLink
from sessions_app.actions.models.updates import ActionUpdate

__all__ = [
    "FILE_NAME_LENGTH",
    "SILENCE",
    "ActionEvidence",
    "ActionLink",
    "ActionUpdate",
    "AgencyAnswer",
    "FollowUpAction",
    "FollowUpActionQuerySet",
    "evidence_path",
]
