"""Services that read statements back to organizations, remind them, and end it."""

import datetime
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.models import AccessToken
from sessions_app.core.services import audit
from sessions_app.core.services.versions import lock
from sessions_app.listening_sessions.enums import SPOKEN_STATES, AttributionRule
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.mail.models import OutboxMessage
from sessions_app.mail.services import outbox
from sessions_app.organizations.models import Organization
from sessions_app.read_back.emails import read_backs as emails
from sessions_app.read_back.models import ReadBack, ReadBackRecipient
from sessions_app.read_back.selectors.statements import OrganizationRow, is_entitled, rows_of
from sessions_app.read_back.services.links import link_token, revoke_links
from sessions_app.registrations.selectors.invitations import language_of


@transaction.atomic
def start(
    *,
    listening_session: ListeningSession,
    organizations: Iterable[Organization],
    answer_by: datetime.date,
    by: User,
) -> list[ReadBack]:
    """E-mail organizations the link to their statements, which they can answer until a date.

    Skips those whose statements are being read back already. Raises :class:`EngagementError` if
    nobody is left, for a date that has passed, and for a session at which nobody is named.
    """
    session = lock(listening_session)
    _require_readable(session)
    if answer_by <= timezone.localdate():
        raise EngagementError(_("Enter a date after today."), field="answer_by")
    wanted = {organization.pk for organization in organizations}
    rows = [row for row in rows_of(session) if row.organization.pk in wanted and row.can_start]
    if not rows:
        raise EngagementError(
            _(
                "None of these organizations can be asked now. Check that there is a summary to "
                "read, and a contact who agreed to get e-mail."
            )
        )
    return [_start_one(row, session=session, answer_by=answer_by, by=by) for row in rows]


@transaction.atomic
def remind(*, read_back: ReadBack, by: User) -> ReadBack:
    """Remind the recipients, once. Raises :class:`EngagementError` if it is over."""
    current = lock(read_back, "listening_session", "organization")
    if not current.is_open:
        raise EngagementError(_("The date for answers has passed, or it was ended."))
    if current.reminded_at:
        raise EngagementError(_("They have been reminded already."))
    current.reminded_at = timezone.now()
    current.save()
    for recipient in current.recipients.select_related("contact"):
        recipient.read_back = current
        if is_entitled(recipient):
            emails.reminder(recipient=recipient, token=link_token(recipient=recipient))
    audit.record(instance=current, action="engagement.read_back.remind", by=by)
    return current


@transaction.atomic
def end(*, read_back: ReadBack, by: User) -> ReadBack:
    """End a read-back before its date: its links stop working. Idempotent."""
    current = lock(read_back)
    if current.revoked_at is None:
        _revoke(current)
        audit.record(instance=current, action="engagement.read_back.end", by=by)
    return current


def forget(*, read_back: ReadBack) -> None:
    """Delete a read-back of which no statement is left, with its recipients and its links.

    Inside the caller's transaction. What was read back would otherwise tell whose it was.
    """
    prefix = emails.key_prefix(read_back)
    outbox.erase(unique_key_prefix=prefix)
    OutboxMessage.objects.filter(unique_key__startswith=prefix).update(token=None)
    AccessToken.objects.filter(read_back_recipient__read_back=read_back).delete()
    read_back.delete()


def _require_readable(session: ListeningSession) -> None:
    if session.attribution_rule == AttributionRule.NOT_ATTRIBUTED:
        raise EngagementError(_("No one is named for this session, so there is nobody to ask."))
    if session.state not in SPOKEN_STATES or session.starts_at > timezone.now():
        raise EngagementError(_("Statements can be read back once the session has started."))


def _start_one(
    row: OrganizationRow, *, session: ListeningSession, answer_by: datetime.date, by: User
) -> ReadBack:
    if row.read_back is not None:  # its date has passed
        _revoke(row.read_back)
    day_after = answer_by + datetime.timedelta(days=1)
    read_back = ReadBack.objects.create(
        listening_session=session,
        organization=row.organization,
        answer_by=answer_by,
        ends_at=datetime.datetime.combine(
            day_after, datetime.time.min, ZoneInfo(session.time_zone)
        ),
        started_by=by,
    )
    for member in row.members:
        recipient = ReadBackRecipient.objects.create(
            read_back=read_back,
            contact=member.contact,
            email=member.contact.email,
            language=language_of(member),
        )
        emails.sent(recipient=recipient, token=link_token(recipient=recipient))
    audit.record(instance=read_back, action="engagement.read_back.start", by=by)
    return read_back


def _revoke(read_back: ReadBack) -> None:
    read_back.revoked_at = timezone.now()
    read_back.save()
    revoke_links(read_back=read_back)
