"""Calendar entries in e-mails to registrants (iTIP, RFC 5546)."""

import datetime
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import translation

from sessions_app.calendars import calendar
from sessions_app.listening_sessions.enums import SessionState
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.mail.emails.queue import CalendarPart
from sessions_app.mail.models import OutboxMessage
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.models import Attendee, Registration


@dataclass(frozen=True)
class _Person:
    """One person at one session, as :func:`calendar.invitation` reads them."""

    listening_session: ListeningSession
    name: str
    email: str
    mode: str
    updated_at: datetime.datetime | None


def calendar_entry(
    *,
    registration: Registration,
    method: Literal["REQUEST", "CANCEL"] | None,
    name: str = "",
    email: str = "",
) -> CalendarPart | None:
    """Return the calendar entry of the registrant, or of another person; None without a method.

    No CANCEL for somebody who has a seat in another registration: calendars identify the entry by
    session and address, so it would take that one off as well.
    """
    if method is None:
        return None
    person = _Person(
        listening_session=registration.listening_session,
        name=name or registration.name,
        email=email or registration.email,
        mode=registration.mode,
        updated_at=registration.updated_at,
    )
    if method == "CANCEL" and keeps_a_seat(
        listening_session=person.listening_session, email=person.email
    ):
        return None
    revisions = entry_revisions(
        listening_session=person.listening_session, email=person.email, registration=registration
    )
    with translation.override(registration.language):
        return CalendarPart(
            method, calendar.invitation(registration=person, method=method, moves=revisions)
        )


def update(registration: Registration) -> Literal["REQUEST"] | None:
    """Return REQUEST for a confirmed seat, so that its calendar entry is updated."""
    return "REQUEST" if registration.state == RegistrationState.CONFIRMED else None


def entry_revisions(
    *, listening_session: ListeningSession, email: str, registration: Registration
) -> int:
    """Return how often the entry in one person's calendar changed while the session did not.

    Calendars identify an entry by session and address. Counts the CANCELs that were sent to the
    address, and the changes between in person and online of every registration about which the
    address has an entry.
    """
    rows = list(
        OutboxMessage.objects.to(email)
        .filter(registration__listening_session=listening_session)
        .exclude(calendar_method="")
        .values_list("calendar_method", "registration", "registration__mode_changes")
    )
    taken_off = sum(method == "CANCEL" for method, _registration, _changes in rows)
    moved = {pk: changes for _method, pk, changes in rows}
    moved[registration.pk] = registration.mode_changes
    return taken_off + sum(moved.values())


def keeps_a_seat(*, listening_session: ListeningSession, email: str) -> bool:
    """Whether an address still has a seat at the session, as registrant or as attendee."""
    if listening_session.state == SessionState.CANCELLED:
        return False
    named = (
        Attendee.objects.coming()
        .annotate(address=Lower("email"))
        .filter(registration__listening_session=listening_session, address=email.lower())
    )
    return (
        Registration.objects.annotate(address=Lower("email"))
        .filter(listening_session=listening_session, state=RegistrationState.CONFIRMED)
        .filter(Q(address=email.lower()) | Q(pk__in=named.values("registration")))
        .exists()
    )
