"""Delivers the outbox.

Delivery is at-least-once: a worker that dies after the mail server accepted a message, but before
that was recorded, leaves a lease that expires; the message is sent again with the same Message-ID,
by which mail apps deduplicate. No transaction is open while talking to a mail server.
"""

import datetime
import logging
import secrets
from collections.abc import Callable

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from engagement_site.email_addresses import ascii_address
from engagement_site.office_mail import OfficeEmail
from engagement_site.plain_text import clean_line, clean_text
from sessions_app.core.errors import EngagementError
from sessions_app.core.models import ERASED
from sessions_app.core.services import access_tokens, audit
from sessions_app.mail.enums import VoidReason
from sessions_app.mail.kinds import MAIL_KINDS, kinds_without_news
from sessions_app.mail.models import OutboxMessage

logger = logging.getLogger(__name__)

#: How long a worker may hold a message. Longer than any mail server's timeout.
LEASE = datetime.timedelta(minutes=5)
#: Back-off: the wait before each retry; after the last retry the message has failed.
BACK_OFF = [
    datetime.timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 60, 180, 360, 720, 1440)
]


def deliver_due(
    *,
    limit: int = 50,
    now: datetime.datetime | None = None,
    is_stopping: Callable[[], bool] = lambda: False,
) -> int:
    """Try to send up to ``limit`` due messages; return how many were sent.

    ``is_stopping`` is called before each message; once it returns True, the rest is left.
    Safe to run concurrently in any number of processes. A rejected message is retried with back-off
    (:data:`BACK_OFF`) and marked as failed after the last retry.
    """
    moment = now or timezone.now()
    keys = list(OutboxMessage.objects.due(now=moment).values_list("pk", flat=True)[:limit])
    if not keys:
        return 0
    sent = 0
    connection = get_connection()
    try:
        for pk in keys:
            if is_stopping():
                break
            lease = _take_lease(pk=pk, now=now or timezone.now())
            if lease is not None and not _is_dropped(lease, now=now or timezone.now()):
                sent += _deliver(message=lease, connection=connection, now=now)
    finally:
        connection.close()
    return sent


@transaction.atomic
def send_again(*, message: OutboxMessage, by: User) -> OutboxMessage:
    """Queue a sent or failed message again, with the same Message-ID.

    Raises :class:`EngagementError` while a worker may be sending it, and for one that is out of
    date: it was voided, or a newer one supersedes it.
    """
    if message.voided_at is not None or message.subject == ERASED:
        raise EngagementError(_("This e-mail is out of date, so it can’t be sent."))
    if is_superseded(message=message):
        raise EngagementError(
            _(
                "A newer e-mail about this registration has the current details. Send that "
                "one again."
            )
        )
    changed = (
        OutboxMessage.objects.filter(pk=message.pk)
        .filter(Q(lease_until__isnull=True) | Q(lease_until__lt=timezone.now()))
        .update(
            sent_at=None,
            failed_at=None,
            attempts=0,
            next_attempt_at=timezone.now(),
            last_error="",
            updated_at=timezone.now(),
        )
    )
    if not changed:
        raise EngagementError(_("This e-mail is being sent right now. Check again in a minute."))
    audit.record(instance=message, action="engagement.outbox.resend", by=by)
    message.refresh_from_db()
    return message


def erase(*, unique_key_prefix: str) -> None:
    """Erase the texts of e-mails, and do not send those that wait.

    Inside the caller's transaction. A worker that is sending one right now loses its lease.
    """
    messages = OutboxMessage.objects.filter(unique_key__startswith=unique_key_prefix)
    messages.waiting().update(voided_at=timezone.now(), void_reason=VoidReason.ERASED)
    messages.update(
        subject=ERASED,
        body_text=ERASED,
        body_html="",
        calendar="",
        last_error="",
        lease_key="",
        lease_until=None,
        updated_at=timezone.now(),
    )


def is_superseded(*, message: OutboxMessage) -> bool:
    """Whether a later e-mail told the same person something else about their seat or the session.

    Sending an old confirmation again would put a seat that was given up, or an earlier date, back
    on their calendar.
    """
    if message.registration_id is None:
        return False
    later = OutboxMessage.objects.to(message.recipient).filter(
        registration=message.registration_id, pk__gt=message.pk
    )
    return later.exclude(kind__in=kinds_without_news()).exists()


def _take_lease(*, pk: int, now: datetime.datetime) -> OutboxMessage | None:
    """Lease one message with a conditional UPDATE; None if another worker was first."""
    key = secrets.token_hex(16)
    taken = (
        OutboxMessage.objects.due(now=now)
        .order_by()
        .filter(pk=pk)
        .update(lease_key=key, lease_until=now + LEASE, attempts=F("attempts") + 1)
    )
    if not taken:
        return None
    return (
        OutboxMessage.objects.select_related(
            "token",
            "registration__listening_session__venue",
            "registration__listening_session__room",
        )
        .filter(pk=pk, lease_key=key)
        .first()
    )


def _is_dropped(message: OutboxMessage, *, now: datetime.datetime) -> bool:
    """Void a message that is out of date, with the reason; return whether it was."""
    kind = MAIL_KINDS.get(message.kind)
    reason = kind.void_reason(message, now=now) if kind and kind.void_reason else ""
    if not reason and _is_late(message) and is_superseded(message=message):
        reason = VoidReason.SUPERSEDED
    if reason:
        _release(
            message,
            voided_at=now,
            void_reason=reason,
            # The same event may become true again, and is then reported again.
            unique_key=f"{message.unique_key}:void:{message.pk}",
        )
    return bool(reason)


def _is_late(message: OutboxMessage) -> bool:
    """Whether it was held back or tried before, so that a later message may have overtaken it."""
    held_back = message.next_attempt_at - message.created_at > datetime.timedelta(minutes=1)
    return message.attempts > 1 or held_back


def _deliver(
    *, message: OutboxMessage, connection: BaseEmailBackend, now: datetime.datetime | None
) -> bool:
    try:
        connection.open()
        connection.send_messages([_as_email(message, connection)])
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is noted and tried again
        # After an error the SMTP connection may be in an undefined state; the next message
        # reconnects.
        connection.close()
        logger.warning("outbox message %s was not sent: %s", message.pk, type(error).__name__)
        _note_failure(message=message, error=error, now=now or timezone.now())
        return False
    _release(message, sent_at=now or timezone.now(), last_error="")
    return True


def _note_failure(*, message: OutboxMessage, error: Exception, now: datetime.datetime) -> None:
    words = f"{type(error).__name__}: {error}"[:1000]
    if message.attempts > len(BACK_OFF):
        _release(message, failed_at=now, last_error=words)
    else:
        wait = BACK_OFF[message.attempts - 1]
        _release(message, next_attempt_at=now + wait, last_error=words)


def _release(message: OutboxMessage, **values: object) -> None:
    # Fenced by the lease key: a worker whose lease expired must not write.
    OutboxMessage.objects.filter(pk=message.pk, lease_key=message.lease_key).update(
        lease_until=None, lease_key="", updated_at=timezone.now(), **values
    )


def _way_out(message: OutboxMessage) -> str:
    kind = MAIL_KINDS.get(message.kind)
    return kind.unsubscribe(message) if kind and kind.unsubscribe else ""


def _list_headers(path: str) -> dict[str, str]:
    """Return the headers that give mail apps a button to unsubscribe (RFC 2369, RFC 8058)."""
    if not path:
        return {}
    return {
        "List-Unsubscribe": f"<{settings.BASE_URL}{path}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _as_email(message: OutboxMessage, connection: BaseEmailBackend) -> OfficeEmail:
    def with_link(text: str) -> str:
        if message.token is None:
            return text
        return access_tokens.write_in(text=text, token=message.token)

    email = OfficeEmail(
        subject=clean_line(message.subject),
        text=with_link(clean_text(message.body_text)),
        html=with_link(clean_text(message.body_html)),
        to=ascii_address(message.recipient),
        headers={"Message-ID": message.message_id, **_list_headers(with_link(_way_out(message)))},
        connection=connection,
    )
    if message.calendar:
        email.attach_calendar(message.calendar, method=message.calendar_method)
    return email
