from sessions_app.core.models.access_tokens import AccessToken
from sessions_app.core.models.audit import ERASED, AuditEntry
from sessions_app.core.models.base import ReferencedModel, TimestampedModel
from sessions_app.core.models.idempotency import IdempotencyKey
from sessions_app.core.models.search import SearchedModel, SearchedQuerySet, SearchEntry

__all__ = [
    "ERASED",
    "AccessToken",
    "AuditEntry",
    "IdempotencyKey",
    "ReferencedModel",
    "SearchEntry",
    "SearchedModel",
    "SearchedQuerySet",
    "TimestampedModel",
]
