from sessions_app.core.models.access_tokens import AccessToken
from sessions_app.core.models.audit import ERASED, AuditEntry
from sessions_app.core.models.base import ReferencedModel, TimestampedModel
from sessions_app.core.models.idempotency import IdempotencyKey

__all__ = [
    "ERASED",
    "AccessToken",
    "AuditEntry",
    "IdempotencyKey",
    "ReferencedModel",
    "TimestampedModel",
]
