"""Health of the outbox."""

from dataclasses import dataclass

from django.db.models import Count, Min
from django.utils import timezone

from sessions_app.mail.models import OutboxMessage


@dataclass(frozen=True)
class OutboxHealth:
    """Messages that were not delivered: those that wait, and those that were given up."""

    waiting: int
    failed: int
    #: Age of the oldest waiting message since it was created; None if none waits.
    oldest_seconds: float | None


def outbox_health() -> OutboxHealth:
    """Count undelivered messages. Reads partial indexes and one row, however large the outbox."""
    messages = OutboxMessage.objects.order_by()
    # The primary key stands for the time of creation, because the index has it.
    waiting = messages.waiting().aggregate(count=Count("pk"), oldest=Min("pk"))
    oldest = messages.filter(pk=waiting["oldest"]).first() if waiting["count"] else None
    return OutboxHealth(
        waiting=waiting["count"],
        failed=messages.failed().count(),
        oldest_seconds=(timezone.now() - oldest.created_at).total_seconds() if oldest else None,
    )
