"""Idempotency keys: a form that is sent twice is handled once."""

import datetime
import hashlib

from django.db import IntegrityError, transaction
from django.utils import timezone

from sessions_app.core.models import IdempotencyKey

#: Longer than a form stays open, or a line of notes waits in a browser that is asleep.
KEPT_FOR = datetime.timedelta(days=30)


def claim(*, key: str) -> IdempotencyKey | None:
    """Claim the key for the caller's transaction; None if the form was handled before.

    Waits for a concurrent transaction with the same key. If the caller's transaction is rolled
    back, the key is free again.
    """
    IdempotencyKey.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(key_hash=_hash(key))
    except IntegrityError:
        return None


def location_of(*, key: str) -> str:
    """Return where the form with this key led; "" if it was not handled."""
    found = IdempotencyKey.objects.filter(key_hash=_hash(key)).first()
    return found.location if found else ""


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
