"""Transactional outbox: stores an e-mail in the transaction of the change that it reports."""

from dataclasses import dataclass
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings

from sessions_app.core.models import AccessToken
from sessions_app.mail.emails.rendering import RenderedEmail
from sessions_app.mail.models import OutboxMessage


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
    """
    if not recipient:
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
