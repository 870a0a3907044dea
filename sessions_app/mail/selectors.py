"""Health of the outbox."""

from dataclasses import dataclass

from django.db.models import Case, Count, F, Min, Q, When
from django.utils import timezone

from sessions_app.mail.models import OutboxMessage


@dataclass(frozen=True)
class OutboxHealth:
    """Messages that were not delivered: those that wait, and those that were given up."""

    waiting: int
    failed: int
    #: Age of the oldest waiting message: since it was created, or since it was first due if it was
    #: not attempted yet. None if none waits, or those that wait are to be sent later.
    oldest_seconds: float | None


def outbox_health() -> OutboxHealth:
    """Count undelivered messages. Reads partial indexes and the waiting messages alone.

    A message that an hourly cap holds back is not late before its hour.
    """
    now = timezone.now()
    messages = OutboxMessage.objects.order_by()
    waiting = messages.waiting().aggregate(
        count=Count("pk"),
        oldest=Min(
            Case(When(attempts=0, then=F("next_attempt_at")), default=F("created_at")),
            filter=Q(attempts__gt=0) | Q(next_attempt_at__lte=now),
        ),
    )
    oldest = waiting["oldest"]
    return OutboxHealth(
        waiting=waiting["count"],
        failed=messages.failed().count(),
        oldest_seconds=(now - oldest).total_seconds() if oldest else None,
    )
