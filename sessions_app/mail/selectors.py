"""Health of the outbox."""

from django.utils import timezone

from sessions_app.mail.models import OutboxMessage


def oldest_waiting_seconds() -> float | None:
    """Return how long the oldest due message has waited, in seconds; None if nothing is due."""
    now = timezone.now()
    due = (
        OutboxMessage.objects.waiting()
        .filter(next_attempt_at__lte=now)
        .order_by("next_attempt_at")
        .values_list("next_attempt_at", flat=True)
        .first()
    )
    return None if due is None else (now - due).total_seconds()
