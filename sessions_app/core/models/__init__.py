from sessions_app.core.models.access_tokens import AccessToken
from sessions_app.core.models.audit import AuditEntry
from sessions_app.core.models.base import ReferencedModel, TimestampedModel

__all__ = ["AccessToken", "AuditEntry", "ReferencedModel", "TimestampedModel"]
