"""E-mails to registrants."""

from collections.abc import Mapping
from typing import Literal

from sessions_app.core.models import AccessToken
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.mail.emails.queue import queue
from sessions_app.mail.emails.rendering import RenderedEmail
from sessions_app.registrations.emails import attendees
from sessions_app.registrations.emails.calendar_entries import calendar_entry, update
from sessions_app.registrations.emails.rendering import render
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.models import Registration

#: Kind of e-mail by the state that a registration has reached.
KIND_OF_STATE = {
    RegistrationState.CONFIRMED: "registration_confirmed",
    RegistrationState.WAITLISTED: "registration_waitlisted",
    RegistrationState.PENDING_APPROVAL: "registration_pending",
    RegistrationState.OFFERED: "registration_offered",
    RegistrationState.DECLINED: "registration_declined",
    RegistrationState.CANCELLED: "registration_cancelled",
    RegistrationState.EXPIRED: "registration_expired",
}
#: Moves that are another message to the reader than the state alone: (from, to) → kind.
_KIND_OF_MOVE: Mapping[tuple[str, str], str] = {
    (RegistrationState.WAITLISTED, RegistrationState.CONFIRMED): "registration_promoted",
    (RegistrationState.CONFIRMED, RegistrationState.WAITLISTED): "registration_moved_to_waitlist",
    (RegistrationState.OFFERED, RegistrationState.WAITLISTED): "registration_moved_to_waitlist",
    (RegistrationState.WAITLISTED, RegistrationState.CANCELLED): "registration_left_waitlist",
    (RegistrationState.OFFERED, RegistrationState.CANCELLED): "registration_offer_ended",
}


def state_reached(*, registration: Registration, token: AccessToken, was: str = "") -> None:
    """Notify everybody of the registration's new state; ``was`` is the one before, if any.

    A confirmed seat includes a calendar entry; giving up a confirmed seat includes its
    cancellation.
    """
    tell_registrant(registration=registration, token=token, was=was)
    tell_attendees(registration=registration, was=was)


def tell_attendees(*, registration: Registration, was: str = "") -> None:
    """Notify the attendees who left addresses of their own; see :func:`state_reached`."""
    if registration.state == RegistrationState.CONFIRMED:
        attendees.seated(registration=registration)
    elif was == RegistrationState.CONFIRMED:
        attendees.unseated(registration=registration)


def tell_registrant(*, registration: Registration, token: AccessToken, was: str = "") -> None:
    """Notify the registrant alone; see :func:`state_reached`."""
    state = RegistrationState(registration.state)
    method: Literal["REQUEST", "CANCEL"] | None = None
    if state == RegistrationState.CONFIRMED:
        method = "REQUEST"
    elif was == RegistrationState.CONFIRMED:
        method = "CANCEL"
    _queue(
        email=render(
            kind=_KIND_OF_MOVE.get((was, state), KIND_OF_STATE[state]),
            registration=registration,
            token=token,
            reason=registration.state_reason,
        ),
        registration=registration,
        token=token,
        event=f"{state}:{registration.updated_at.timestamp()}",
        method=method,
    )


def changed(*, registration: Registration, token: AccessToken) -> None:
    """Send the registrant the changed registration."""
    _queue(
        email=render(kind="registration_changed", registration=registration, token=token),
        registration=registration,
        token=token,
        event=f"changed:{registration.updated_at.timestamp()}",
        method=update(registration),
    )


def known_already(*, registration: Registration, token: AccessToken, asked: str) -> None:
    """Resend the personal link to an address that is registered already; at most once an hour."""
    _queue(
        email=render(kind="registration_known", registration=registration, token=token),
        registration=registration,
        token=token,
        event=f"known:{asked}",
        method=None,
    )


def link_replaced(*, registration: Registration, token: AccessToken) -> None:
    """Send a new personal link; earlier ones are revoked."""
    _queue(
        email=render(kind="registration_link", registration=registration, token=token),
        registration=registration,
        token=token,
        event=f"link:{token.pk}",
        method=None,
    )


def session_changed(
    *,
    registration: Registration,
    token: AccessToken,
    before: ListeningSession,
    note: str = "",
    tells_access: bool = False,
) -> None:
    """Tell the registrant that the session has a new time or place.

    ``before`` is the session before the change. ``note`` is added by staff. ``tells_access`` adds
    the accessibility notes of the venue.
    """
    _queue(
        email=render(
            kind="session_changed",
            registration=registration,
            token=token,
            before=before,
            note=note,
            tells_access=tells_access,
        ),
        registration=registration,
        token=token,
        event=f"session:{registration.listening_session.sequence}",
        method=update(registration),
    )
    if registration.has_seat:
        attendees.session_changed(
            registration=registration, before=before, note=note, tells_access=tells_access
        )


def access_changed(
    *, registration: Registration, token: AccessToken, asked: str, note: str = ""
) -> None:
    """Send the venue's new accessibility notes to a registrant who attends in person.

    ``asked`` names the change, which is reported once. The calendar entry stays as it is, because
    it does not contain the notes.
    """
    _queue(
        email=render(
            kind="venue_access_changed",
            registration=registration,
            token=token,
            note=note,
            tells_access=True,
        ),
        registration=registration,
        token=token,
        event=f"access:{asked}",
        method=None,
    )
    if registration.has_seat:
        attendees.access_changed(registration=registration, asked=asked, note=note)


def session_resumed(*, registration: Registration, token: AccessToken, note: str = "") -> None:
    """Tell the registrant the date of a session that was postponed."""
    _queue(
        email=render(kind="session_resumed", registration=registration, token=token, note=note),
        registration=registration,
        token=token,
        event=f"session:{registration.listening_session.sequence}",
        method=update(registration),
    )
    if registration.has_seat:
        attendees.session_changed(registration=registration, note=note)


def session_postponed(*, registration: Registration, token: AccessToken) -> None:
    session = registration.listening_session
    _queue(
        email=render(
            kind="session_postponed",
            registration=registration,
            token=token,
            reason=session.state_reason,
        ),
        registration=registration,
        token=token,
        event=f"session:{session.sequence}",
        method=update(registration),
    )
    if registration.has_seat:
        attendees.session_postponed(registration=registration)


def session_cancelled(
    *, registration: Registration, token: AccessToken, was_confirmed: bool
) -> None:
    session = registration.listening_session
    _queue(
        email=render(
            kind="session_cancelled",
            registration=registration,
            token=token,
            reason=session.state_reason,
        ),
        registration=registration,
        token=token,
        event=f"session:{session.sequence}",
        method="CANCEL" if was_confirmed else None,
    )
    if was_confirmed:
        attendees.session_cancelled(registration=registration)


def reminder(*, registration: Registration, token: AccessToken, schedule_hash: str) -> None:
    """Remind a registrant with a seat; voided if the session has a different schedule by then."""
    _queue(
        email=render(kind="session_reminder", registration=registration, token=token),
        registration=registration,
        token=token,
        event=f"reminder:{schedule_hash}",
        method=None,
        schedule_hash=schedule_hash,
    )
    attendees.reminder(registration=registration, schedule_hash=schedule_hash)


def follow_up(*, registration: Registration, token: AccessToken) -> None:
    """Thank a registrant once for attending, and say what happens next."""
    _queue(
        email=render(kind="session_follow_up", registration=registration, token=token),
        registration=registration,
        token=token,
        event="follow-up",
        method=None,
    )


def _queue(
    *,
    email: RenderedEmail,
    registration: Registration,
    token: AccessToken,
    event: str,
    method: Literal["REQUEST", "CANCEL"] | None,
    schedule_hash: str = "",
) -> None:
    queue(
        email=email,
        recipient=registration.email,
        unique_key=f"registration:{registration.pk}:{event}",
        registration_id=registration.pk,
        token=token,
        calendar=calendar_entry(registration=registration, method=method),
        schedule_hash=schedule_hash,
    )
