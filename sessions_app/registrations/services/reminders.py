"""Queues reminders before a session and thank-you e-mails after it.

Called by the worker continuously: due registrations are found by index, a bounded number is queued,
and each only once. A reminder carries a hash of its schedule; if the schedule is different by the
time it would be sent, the message is voided, and a reminder for the new date comes due (ADR 0023).
"""

import datetime
import hashlib

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from sessions_app.listening_sessions import wording
from sessions_app.listening_sessions.enums import AttendanceMode, ReminderDays, SessionState
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.mail.enums import VoidReason
from sessions_app.mail.models import OutboxMessage
from sessions_app.registrations.emails import registrations as emails
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.models import Attendee, Registration
from sessions_app.registrations.services.personal_links import registration_token

#: No reminder is sent this soon after an e-mail with the time and place.
QUIET = datetime.timedelta(hours=24)
_NEWS = (
    "registration_confirmed",
    "registration_promoted",
    "registration_changed",
    "session_changed",
    "session_link_changed",
    "session_resumed",
    "venue_access_changed",
    "attendee_confirmed",
    "attendee_changed",
)
#: Thank-you e-mails are sent from this long after the end, once attendance is recorded, and not
#: after a week.
THANKS_AFTER = datetime.timedelta(hours=12)
THANKS_WITHIN = datetime.timedelta(days=7)


def queue_due(*, now: datetime.datetime | None = None, limit: int = 200) -> int:
    """Queue up to ``limit`` due reminders and thank-you e-mails; return how many.

    Safe to run concurrently in several workers: each has a unique key.
    """
    now = now or timezone.now()
    count = 0
    for session in _sessions_to_remind_of(now):
        for mode in session.modes:
            count += _remind(session, mode, now=now, limit=limit - count)
    for session in _sessions_to_thank_for(now):
        count += _thank(session, limit=limit - count)
    return count


def schedule_hash(session: ListeningSession, *, mode: str) -> str:
    """Return a hash that changes whenever the time or the place does for one way of attending."""
    is_online = mode == AttendanceMode.VIRTUAL
    parts = (
        session.starts_at.astimezone(datetime.UTC).isoformat(),
        session.ends_at.astimezone(datetime.UTC).isoformat(),
        session.time_zone,
        str(mode),
        session.join_link if is_online else wording.place_words(session),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def remind_at(session: ListeningSession) -> datetime.datetime | None:
    """Return when reminders are due: at the local start time of the session."""
    if session.reminder_days is None:
        return None
    # Wall-clock arithmetic within one zone: the local time stays the same across daylight saving.
    local = session.local_start - datetime.timedelta(days=session.reminder_days)
    return local.astimezone(datetime.UTC)


def void_reason(message: OutboxMessage, *, now: datetime.datetime) -> str:
    """Return the :class:`VoidReason` if a reminder is out of date, or ""."""
    registration = message.registration
    if not message.schedule_hash or registration is None:
        return ""
    session = registration.listening_session
    if session.state != SessionState.SCHEDULED:
        return VoidReason.CALLED_OFF
    if message.schedule_hash != schedule_hash(session, mode=registration.mode):
        return VoidReason.MOVED
    if registration.state != RegistrationState.CONFIRMED or not _is_still_theirs(message):
        return VoidReason.SEAT_GIVEN_UP
    if session.starts_at <= now:
        return VoidReason.BEGUN
    return ""


def _is_still_theirs(message: OutboxMessage) -> bool:
    """Whether the recipient still is the registrant, or somebody coming with them."""
    registration, address = message.registration, message.recipient
    return registration is not None and (
        registration.email.lower() == address.lower()
        or registration.attendees.coming().filter(email__iexact=address).exists()
    )


def _sessions_to_remind_of(now: datetime.datetime) -> list[ListeningSession]:
    # A day of 23 or 25 hours may lie in between; remind_at decides.
    slack = datetime.timedelta(hours=1)
    near = Q()
    for days in ReminderDays.values:
        near |= Q(reminder_days=days, starts_at__lte=now + datetime.timedelta(days=days) + slack)
    last = now + datetime.timedelta(days=max(ReminderDays.values)) + slack
    sessions = (
        ListeningSession.objects.filter(
            near, state=SessionState.SCHEDULED, starts_at__gt=now, starts_at__lte=last
        )
        .select_related("program", "venue", "room")
        .order_by("starts_at", "pk")
    )
    return [session for session in sessions if (at := remind_at(session)) and at <= now]


def _remind(session: ListeningSession, mode: str, *, now: datetime.datetime, limit: int) -> int:
    current = schedule_hash(session, mode=mode)
    reminded = OutboxMessage.objects.filter(
        registration=OuterRef("pk"),
        schedule_hash=current,
        schedule_hash__gt="",  # redundant, but lets the planner use the partial index
        voided_at__isnull=True,
    )
    told = OutboxMessage.objects.filter(
        registration=OuterRef("pk"), kind__in=_NEWS, created_at__gt=now - QUIET
    )
    reachable = Attendee.objects.coming().filter(registration=OuterRef("pk")).exclude(email="")
    due = (
        session.registrations.filter(
            ~Q(email="") | Exists(reachable), state=RegistrationState.CONFIRMED, mode=mode
        )
        .exclude(Exists(reminded))
        .exclude(Exists(told))
    )
    found = _with_session(session, due, limit)
    for registration in found:
        with transaction.atomic():
            emails.reminder(
                registration=registration,
                token=registration_token(registration=registration),
                schedule_hash=current,
            )
    return len(found)


def _sessions_to_thank_for(now: datetime.datetime) -> QuerySet[ListeningSession]:
    return (
        ListeningSession.objects.filter(
            state__in=[SessionState.HELD, SessionState.IN_REVIEW, SessionState.NOTES_PUBLISHED],
            ends_at__gt=now - THANKS_WITHIN,
            ends_at__lte=now - THANKS_AFTER,
        )
        .select_related("program", "venue", "room")
        .order_by("ends_at", "pk")
    )


def _thank(session: ListeningSession, *, limit: int) -> int:
    thanked = OutboxMessage.objects.filter(registration=OuterRef("pk"), kind="session_follow_up")
    due = (
        # Confirmed, if attendance was not recorded.
        session.registrations.filter(
            state__in=[RegistrationState.CONFIRMED, RegistrationState.ATTENDED]
        )
        .exclude(email="")
        .exclude(Exists(thanked))
    )
    found = _with_session(session, due, limit)
    for registration in found:
        with transaction.atomic():
            emails.follow_up(
                registration=registration, token=registration_token(registration=registration)
            )
    return len(found)


def _with_session(
    session: ListeningSession, due: QuerySet[Registration], limit: int
) -> list[Registration]:
    found = list(due.order_by("pk")[:limit])
    for registration in found:
        registration.listening_session = session
    return found
