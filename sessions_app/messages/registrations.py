"""E-mails to somebody who registered."""

from typing import Literal

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sessions_app.enums import AttendanceMode, RegistrationState
from sessions_app.exports import calendar, wording
from sessions_app.messages.outbox import CalendarPart, queue
from sessions_app.models import AccessToken, Registration

#: The e-mail that goes out when a registration comes into a state.
KIND_OF_STATE = {
    RegistrationState.CONFIRMED: "registration_confirmed",
    RegistrationState.WAITLISTED: "registration_waitlisted",
    RegistrationState.PENDING_APPROVAL: "registration_pending",
    RegistrationState.OFFERED: "registration_offered",
    RegistrationState.DECLINED: "registration_declined",
    RegistrationState.CANCELLED: "registration_cancelled",
    RegistrationState.EXPIRED: "registration_expired",
}


def state_reached(
    *, registration: Registration, token: AccessToken, was_confirmed: bool = False
) -> None:
    """Tell the registrant what state the registration has come into.

    A confirmed seat brings a calendar entry; a seat that was confirmed and is given up
    takes it off again.
    """
    state = RegistrationState(registration.state)
    method: Literal["REQUEST", "CANCEL"] | None = None
    if state == RegistrationState.CONFIRMED:
        method = "REQUEST"
    elif was_confirmed:
        method = "CANCEL"
    _write(
        kind=KIND_OF_STATE[state],
        registration=registration,
        token=token,
        event=f"{state}:{registration.updated_at.timestamp()}",
        method=method,
    )


def changed(*, registration: Registration, token: AccessToken) -> None:
    """Tell the registrant what the registration says now that they changed it."""
    confirmed = registration.state == RegistrationState.CONFIRMED
    _write(
        kind="registration_changed",
        registration=registration,
        token=token,
        event=f"changed:{registration.updated_at.timestamp()}",
        method="REQUEST" if confirmed else None,
    )


def known_already(*, registration: Registration, token: AccessToken, asked: str) -> None:
    """Send the link again to an address that tried to register twice; once a day at most."""
    _write(
        kind="registration_known",
        registration=registration,
        token=token,
        event=f"known:{asked}",
        method=None,
    )


def session_changed(*, registration: Registration, token: AccessToken, before: str) -> None:
    """Tell the registrant that the session has another time or place.

    ``before`` says in words when and where it would have been.
    """
    session = registration.listening_session
    confirmed = registration.state == RegistrationState.CONFIRMED
    _write(
        kind="session_changed",
        registration=registration,
        token=token,
        event=f"session:{session.sequence}",
        method="REQUEST" if confirmed else None,
        before=before,
    )


def session_postponed(*, registration: Registration, token: AccessToken) -> None:
    session = registration.listening_session
    _write(
        kind="session_postponed",
        registration=registration,
        token=token,
        event=f"session:{session.sequence}",
        method="REQUEST" if registration.state == RegistrationState.CONFIRMED else None,
    )


def session_cancelled(
    *, registration: Registration, token: AccessToken, was_confirmed: bool
) -> None:
    session = registration.listening_session
    _write(
        kind="session_cancelled",
        registration=registration,
        token=token,
        event=f"session:{session.sequence}",
        method="CANCEL" if was_confirmed else None,
    )


def _write(
    *,
    kind: str,
    registration: Registration,
    token: AccessToken,
    event: str,
    method: Literal["REQUEST", "CANCEL"] | None,
    before: str = "",
) -> None:
    session = registration.listening_session
    with translation.override(registration.language):
        # Stored with a placeholder; the secret is filled in on the way to the mail server.
        path = reverse("sessions_app:registration_detail", args=["TOKEN"])
        path = path.replace("TOKEN", f"[[token:{token.pk}]]")
        queue(
            kind=kind,
            recipient=registration.email,
            unique_key=f"registration:{registration.pk}:{event}",
            context={
                "registration": registration,
                "listening_session": session,
                "before": before,
            },
            facts=[
                (_("Session"), session.title),
                (_("When"), wording.when(session)),
                (_("Where"), wording.where(session)),
                (_("Join online"), _join_link(registration)),
                (_("Seats"), str(registration.seats)),
                (_("Reference"), registration.reference),
            ],
            link=(_("See, change or cancel your registration"), path),
            language=registration.language,
            registration=registration,
            token=token,
            calendar=(
                CalendarPart(method, calendar.invitation(registration=registration, method=method))
                if method
                else None
            ),
        )


def _join_link(registration: Registration) -> str:
    """The join link, for a confirmed seat that is taken online, and nobody else."""
    if (
        registration.state == RegistrationState.CONFIRMED
        and registration.mode == AttendanceMode.VIRTUAL
    ):
        return registration.listening_session.join_link
    return ""
