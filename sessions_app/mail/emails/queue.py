"""Transactional outbox: stores an e-mail in the transaction of the change that it reports."""

import datetime
from dataclasses import dataclass
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from sessions_app.core.models import AccessToken
from sessions_app.mail.emails.rendering import RenderedEmail
from sessions_app.mail.kinds import MAIL_KINDS
from sessions_app.mail.models import OutboxMessage

HOUR = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class CalendarPart:
    """An iTIP calendar object and its METHOD (RFC 6047)."""

    method: str
    body: str


def queue(
    *,
    email: RenderedEmail,
    recipient: str,
    unique_key: str,
    registration_id: int | None = None,
    token: AccessToken | None = None,
    calendar: CalendarPart | None = None,
    schedule_hash: str = "",
) -> None:
    """Store one e-mail to one address in the outbox. Idempotent.

    ``token`` is the personal link whose secret is filled in when the e-mail is sent. An e-mail with
    a ``schedule_hash`` is voided before sending if the session has a different schedule by then.

    Writes nothing if there is no address, or if a message with the same ``unique_key`` exists,
    because that event was reported already.

    Nobody's mailbox can be flooded by typing its address into public forms: what exceeds the
    ``per_hour`` of its kind waits for a later hour, or is not written if it only repeats an earlier
    one.
    """
    if not recipient:
        return
    wait = _hours_to_wait(email.kind, recipient)
    if wait and MAIL_KINDS[email.kind].is_repeat:
        return
    message = OutboxMessage(
        kind=email.kind,
        recipient=recipient,
        subject=email.subject,
        body_text=email.text,
        body_html=email.html,
        calendar=calendar.body if calendar else "",
        calendar_method=calendar.method if calendar else "",
        unique_key=unique_key,
        registration_id=registration_id,
        token=token,
        schedule_hash=schedule_hash,
        next_attempt_at=timezone.now() + wait * HOUR,
        message_id=make_msgid(domain=urlsplit(settings.BASE_URL).hostname),
    )
    # One statement, where a lookup and a savepoint would take four. Only the unique key may
    # conflict: with `ignore_conflicts` SQLite would swallow every other error as well.
    OutboxMessage.objects.bulk_create(
        [message],
        update_conflicts=True,
        unique_fields=["unique_key"],
        update_fields=["unique_key"],
    )


def _hours_to_wait(kind: str, recipient: str) -> int:
    """Return after how many hours the address may get another e-mail of a kind."""
    limit = MAIL_KINDS[kind].per_hour if kind in MAIL_KINDS else None
    if limit is None:
        return 0
    recent = Q(created_at__gt=timezone.now() - HOUR)
    waiting = Q(sent_at__isnull=True, failed_at__isnull=True, voided_at__isnull=True)
    same = OutboxMessage.objects.to(recipient).filter(recent | waiting, kind=kind)
    return same.count() // limit
