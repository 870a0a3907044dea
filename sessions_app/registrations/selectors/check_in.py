"""Reads for the check-in desk: whether it is open, who is checked in, who can get a seat."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions_app.listening_sessions.enums import AttendanceMode, SessionState
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.registrations.enums import SEATED_STATES, RegistrationState
from sessions_app.registrations.models import Attendee, Registration

_NOT_YET_SEATED = {
    RegistrationState.WAITLISTED: gettext_lazy("On the waitlist. Give this person a seat?"),
    RegistrationState.OFFERED: gettext_lazy(
        "Was offered a seat but has not replied. Give this person a seat?"
    ),
    RegistrationState.PENDING_APPROVAL: gettext_lazy(
        "Waiting for approval. Approve the registration first."
    ),
}


@dataclass(frozen=True)
class HeadCount:
    """People with a confirmed seat in the room, and how many of them are checked in."""

    here: int
    expected: int


def closed_words(session: ListeningSession, *, now: datetime.datetime | None = None) -> str:
    """Return why check-in is closed; "" on the date of a session that takes place.

    The date is local to the session, from midnight to midnight.
    """
    today = (now or timezone.now()).astimezone(session.zone).date()
    first, last = session.local_start.date(), session.local_end.date()
    if AttendanceMode.IN_PERSON not in session.modes:
        return _("This session is online only, so there is no check-in.")
    if session.state != SessionState.SCHEDULED:
        return _("This session is “%(state)s”, so you cannot check people in.") % {
            "state": session.get_state_display()
        }
    if today < first:
        return _("Check-in opens on the day of the session: %(day)s.") % {"day": _day(first)}
    if today > last:
        return _(
            "Check-in closed at the end of the session day, %(day)s. Record "
            "attendance when you close the session."
        ) % {"day": _day(last)}
    return ""


def seat_words(person: Attendee) -> str:
    """Return why a person cannot simply be checked in; "" for a confirmed seat in the room."""
    registration = person.registration
    if person.withdrawn_at is not None:
        return _("The registrant removed this person.")
    if registration.state == RegistrationState.CONFIRMED:
        if registration.mode == AttendanceMode.IN_PERSON:
            return ""
        return _("Registered to take part online. Give this person a seat in the room?")
    if words := _NOT_YET_SEATED.get(RegistrationState(registration.state)):
        return str(words)
    return _(
        "This registration is “%(state)s”. If a seat is free, add the person as a walk-in."
    ) % {"state": registration.get_state_display()}


def passes_others_by(registration: Registration, *, head: int | None) -> bool:
    """Whether giving a registration a seat in the room passes over the ``head`` of its waitlist."""
    is_seated_there = (
        registration.mode == AttendanceMode.IN_PERSON and registration.state in SEATED_STATES
    )
    return head is not None and registration.pk != head and not is_seated_there


def head_of_waitlist(session: ListeningSession) -> int | None:
    """Return the primary key of the head of the room's waitlist; None if it is empty."""
    return (
        session.registrations.filter(
            mode=AttendanceMode.IN_PERSON,
            state=RegistrationState.WAITLISTED,
        )
        .order_by("position")
        .values_list("pk", flat=True)
        .first()
    )


def head_count(session: ListeningSession) -> HeadCount:
    people = Attendee.objects.coming().filter(
        registration__listening_session=session,
        registration__mode=AttendanceMode.IN_PERSON,
        registration__state=RegistrationState.CONFIRMED,
    )
    found = people.aggregate(
        expected=Count("pk"), here=Count("pk", filter=Q(checked_in_at__isnull=False))
    )
    return HeadCount(**found)


def _day(day: datetime.date) -> str:
    return formats.date_format(day, "l, F j")
