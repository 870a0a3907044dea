"""Calendar entries in e-mails to registrants (iTIP, RFC 5546)."""

from typing import Literal

from django.db.models import Sum
from django.db.models.functions import Lower
from django.utils import translation

from sessions_app.calendars import calendar
from sessions_app.mail.emails.queue import CalendarPart
from sessions_app.mail.models import OutboxMessage
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.models import Registration


def calendar_entry(
    *, registration: Registration, method: Literal["REQUEST", "CANCEL"] | None
) -> CalendarPart | None:
    """Return the calendar entry of one registrant; None without a method."""
    if method is None:
        return None
    with translation.override(registration.language):
        return CalendarPart(
            method,
            calendar.invitation(
                registration=registration,
                method=method,
                moves=entry_revisions(registration=registration),
            ),
        )


def update(registration: Registration) -> Literal["REQUEST"] | None:
    """Return REQUEST for a confirmed seat, so that its calendar entry is updated."""
    return "REQUEST" if registration.state == RegistrationState.CONFIRMED else None


def entry_revisions(*, registration: Registration) -> int:
    """Return how often the entry in one person's calendar changed while the session did not.

    Counts the CANCELs that were sent to the registration's address, and its changes between in
    person and online. Includes earlier registrations, because calendars identify the entry by
    session and address.
    """
    theirs = Registration.objects.annotate(address=Lower("email")).filter(
        listening_session=registration.listening_session_id, address=registration.email.lower()
    )
    taken_off = OutboxMessage.objects.filter(
        registration__in=theirs, calendar_method="CANCEL"
    ).count()
    return taken_off + (theirs.aggregate(Sum("mode_changes"))["mode_changes__sum"] or 0)
