"""E-mails to attendees who are not the registrant, at their own addresses.

They are told what concerns their seat, with their own calendar entry. They get no personal link:
the registrant changes or cancels for the group.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.mail.emails.queue import queue
from sessions_app.registrations.emails.calendar_entries import calendar_entry, keeps_a_seat
from sessions_app.registrations.emails.rendering import render
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.models import Attendee, Registration


@dataclass(frozen=True)
class Addressee:
    """An attendee as told or to be told; the stored row may have another address by now."""

    pk: int
    name: str
    email: str


def addressees(registration: Registration) -> list[Addressee]:
    """Return the attendees with an address of their own, each address once."""
    return addressees_of(registration, registration.people_coming)


def addressees_of(registration: Registration, people: Iterable[Attendee]) -> list[Addressee]:
    """Return those of ``people`` who have an address of their own, each address once."""
    known = {registration.email.lower(), ""}
    found = []
    for person in people:
        if person.email.lower() not in known:
            known.add(person.email.lower())
            found.append(Addressee(person.pk, person.name, person.email))
    return found


def seated(*, registration: Registration) -> None:
    """Tell everybody that their seat is confirmed."""
    _tell_of_seats(registration, addressees(registration))


def unseated(*, registration: Registration) -> None:
    """Tell everybody that the seat they had is given up."""
    _tell_of_end(registration, addressees(registration))


def followed(
    *, registration: Registration, before: list[Addressee], had_seats: bool, is_moved: bool
) -> None:
    """Tell attendees of a changed registration what concerns each of them.

    ``before`` are those of the registration as it was; ``is_moved`` if it changed between in person
    and online.
    """
    has_seats = registration.state == RegistrationState.CONFIRMED
    was = {person.email.lower(): person for person in before} if had_seats else {}
    now = {person.email.lower(): person for person in addressees(registration)} if has_seats else {}
    _tell_of_end(registration, [was[address] for address in was.keys() - now.keys()])
    _tell_of_seats(registration, [now[address] for address in now.keys() - was.keys()])
    if is_moved:
        for address in now.keys() & was.keys():
            _queue(
                registration,
                now[address],
                kind="attendee_changed",
                event=_moment("changed", registration),
                method="REQUEST",
            )


def session_changed(
    *,
    registration: Registration,
    before: ListeningSession | None = None,
    note: str = "",
    tells_access: bool = False,
) -> None:
    """Tell everybody the new time, place or join link, or the date of a postponed session."""
    _tell_of_session(
        registration,
        "attendee_changed",
        method="REQUEST",
        before=before,
        note=note,
        tells_access=tells_access,
    )


def access_changed(*, registration: Registration, asked: str, note: str = "") -> None:
    """Send the venue's new accessibility notes; see the e-mail to the registrant."""
    for person in addressees(registration):
        _queue(
            registration,
            person,
            kind="attendee_access_changed",
            event=f"access:{asked}",
            note=note,
            tells_access=True,
        )


def session_postponed(*, registration: Registration) -> None:
    _tell_of_session(
        registration,
        "attendee_postponed",
        method="REQUEST",
        reason=registration.listening_session.state_reason,
    )


def session_cancelled(*, registration: Registration) -> None:
    _tell_of_session(
        registration,
        "attendee_session_cancelled",
        method="CANCEL",
        reason=registration.listening_session.state_reason,
    )


def reminder(*, registration: Registration, schedule_hash: str) -> None:
    """Remind everybody; voided if the session has a different schedule by then."""
    for person in addressees(registration):
        _queue(
            registration,
            person,
            kind="attendee_reminder",
            event=f"reminder:{schedule_hash}",
            schedule_hash=schedule_hash,
        )


def _tell_of_seats(registration: Registration, people: Iterable[Addressee]) -> None:
    for person in people:
        _queue(
            registration,
            person,
            kind="attendee_confirmed",
            event=_moment("seated", registration),
            method="REQUEST",
        )


def _tell_of_end(registration: Registration, people: Iterable[Addressee]) -> None:
    session = registration.listening_session
    for person in people:
        if keeps_a_seat(listening_session=session, email=person.email):
            continue  # nothing changes for them: they come with another registration
        _queue(
            registration,
            person,
            kind="attendee_removed",
            event=_moment("unseated", registration),
            method="CANCEL",
        )


def _tell_of_session(
    registration: Registration,
    kind: str,
    *,
    method: Literal["REQUEST", "CANCEL"],
    reason: str = "",
    before: ListeningSession | None = None,
    note: str = "",
    tells_access: bool = False,
) -> None:
    for person in addressees(registration):
        _queue(
            registration,
            person,
            kind=kind,
            event=f"session:{registration.listening_session.sequence}",
            method=method,
            reason=reason,
            before=before,
            note=note,
            tells_access=tells_access,
        )


def _moment(event: str, registration: Registration) -> str:
    return f"{event}:{registration.updated_at.timestamp()}"


def _queue(
    registration: Registration,
    person: Addressee,
    *,
    kind: str,
    event: str,
    method: Literal["REQUEST", "CANCEL"] | None = None,
    reason: str = "",
    before: ListeningSession | None = None,
    note: str = "",
    schedule_hash: str = "",
    tells_access: bool = False,
) -> None:
    queue(
        email=render(
            kind=kind,
            registration=registration,
            token=None,
            reason=reason,
            before=before,
            note=note,
            attendee_name=person.name,
            tells_access=tells_access,
        ),
        recipient=person.email,
        unique_key=f"attendee:{person.pk}:{event}",
        registration_id=registration.pk,
        calendar=calendar_entry(
            registration=registration, method=method, name=person.name, email=person.email
        ),
        schedule_hash=schedule_hash,
    )
