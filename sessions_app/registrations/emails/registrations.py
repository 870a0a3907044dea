"""E-mails to registrants."""

from typing import Literal

from django.db.models import Sum
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _

from sessions_app.calendars import calendar
from sessions_app.core.models import AccessToken
from sessions_app.listening_sessions import wording
from sessions_app.listening_sessions.enums import AttendanceMode, Visibility
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.mail.emails.queue import CalendarPart, queue
from sessions_app.mail.emails.rendering import RenderedEmail, render_email
from sessions_app.mail.models import OutboxMessage
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


def state_reached(
    *, registration: Registration, token: AccessToken, was_confirmed: bool = False
) -> None:
    """Notify the registrant of the registration's new state.

    A confirmed seat includes a calendar entry; giving up a confirmed seat includes its
    cancellation.
    """
    state = RegistrationState(registration.state)
    method: Literal["REQUEST", "CANCEL"] | None = None
    if state == RegistrationState.CONFIRMED:
        method = "REQUEST"
    elif was_confirmed:
        method = "CANCEL"
    _queue(
        email=render(
            kind=KIND_OF_STATE[state],
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
        method=_update(registration),
    )


def known_already(*, registration: Registration, token: AccessToken, asked: str) -> None:
    """Resend the personal link to an address that is registered already; at most once a day."""
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
        method=_update(registration),
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


def session_resumed(*, registration: Registration, token: AccessToken, note: str = "") -> None:
    """Tell the registrant the date of a session that was postponed."""
    _queue(
        email=render(kind="session_resumed", registration=registration, token=token, note=note),
        registration=registration,
        token=token,
        event=f"session:{registration.listening_session.sequence}",
        method=_update(registration),
    )


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
        method=_update(registration),
    )


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


def follow_up(*, registration: Registration, token: AccessToken) -> None:
    """Thank a registrant once for attending, and say what happens next."""
    _queue(
        email=render(kind="session_follow_up", registration=registration, token=token),
        registration=registration,
        token=token,
        event="follow-up",
        method=None,
    )


def render(
    *,
    kind: str,
    registration: Registration,
    token: AccessToken | None,
    reason: str = "",
    before: ListeningSession | None = None,
    note: str = "",
    tells_access: bool = False,
) -> RenderedEmail:
    """Render an e-mail in the registrant's language; nothing is stored.

    Without a ``token``, as in a preview, the personal link does not work.
    """
    session = registration.listening_session
    with translation.override(registration.language):
        until = registration.offer_expires_at
        when = wording.when(session)
        where = (
            wording.where_to_go(session, mode=registration.mode)
            if kind == "session_reminder"
            else wording.where(session)
        )
        return render_email(
            kind=kind,
            values={
                "name": registration.name,
                "session_title": session.title,
                "when": when,
                "where": where,
                "reference": registration.reference,
                "organization": registration.organization_name,
                "reason": reason,
                "before": wording.when_and_where(before) if before else "",
                "note": note,
                "until": wording.moment(until.astimezone(session.zone)) if until else "",
            },
            facts=[
                (_("Session"), session.title),
                (_("When"), when),
                (_("Where"), where),
                (_("Accessibility at the venue"), _access(registration) if tells_access else ""),
                (_("Join online"), _join_link(registration, kind)),
                (_("Seats"), formats.number_format(registration.seats)),
                (_("Reference"), registration.reference),
            ],
            link=_link(kind, session, token),
            language=registration.language,
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
    with translation.override(registration.language):
        part = (
            CalendarPart(
                method,
                calendar.invitation(
                    registration=registration,
                    method=method,
                    moves=entry_revisions(registration=registration),
                ),
            )
            if method
            else None
        )
    queue(
        email=email,
        recipient=registration.email,
        unique_key=f"registration:{registration.pk}:{event}",
        registration_id=registration.pk,
        token=token,
        calendar=part,
        schedule_hash=schedule_hash,
    )


def _update(registration: Registration) -> Literal["REQUEST"] | None:
    """Return REQUEST for a confirmed seat, so that its calendar entry is updated."""
    return "REQUEST" if registration.state == RegistrationState.CONFIRMED else None


def _link(kind: str, session: ListeningSession, token: AccessToken | None) -> tuple[str, str]:
    if kind != "session_follow_up":
        return _("See, change or cancel your registration"), _path(token)
    if session.visibility == Visibility.INVITATION:
        return _("See your registration"), _path(token)
    return _("See the session page"), session.get_absolute_url()


def _path(token: AccessToken | None) -> str:
    # Stored with a placeholder; the secret is filled in when the message is sent.
    path = reverse("sessions_app:registration_detail", args=["TOKEN"])
    return path.replace("TOKEN", f"[[token:{token.pk}]]" if token else "…")


def _join_link(registration: Registration, kind: str) -> str:
    """Return the join link if the seat is confirmed and online, otherwise ""."""
    if (
        registration.state == RegistrationState.CONFIRMED
        and registration.mode == AttendanceMode.VIRTUAL
        and kind != "session_follow_up"
    ):
        return registration.listening_session.join_link
    return ""


def _access(registration: Registration) -> str:
    """Return the accessibility notes of the venue to somebody who goes there, otherwise ""."""
    venue = registration.listening_session.venue
    if venue is None or registration.mode != AttendanceMode.IN_PERSON:
        return ""
    return " ".join(venue.accessibility_notes.split())


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
