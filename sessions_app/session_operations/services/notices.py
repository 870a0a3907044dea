"""Notifies everybody registered when their session moves or ends, and previews it.

The preview is a :class:`~sessions_app.session_operations.services.notice_preview.Notice`.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sessions_app.core.services import audit
from sessions_app.core.services.versions import version_of
from sessions_app.listening_sessions import wording
from sessions_app.listening_sessions.enums import AttendanceMode, SessionState
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.mail.emails.rendering import RenderedEmail
from sessions_app.registrations.emails import invitations as guest_emails
from sessions_app.registrations.emails import registrations as emails
from sessions_app.registrations.emails import rendering
from sessions_app.registrations.enums import CHANGEABLE_REGISTRATION_STATES, RegistrationState
from sessions_app.registrations.models import Attendee, Invitation, Registration
from sessions_app.registrations.services.personal_links import with_tokens
from sessions_app.session_operations.services import guest_notices
from sessions_app.session_operations.services.checks import (
    MATERIAL_FIELDS,
    check_schedule,
    check_seats,
    is_material,
)
from sessions_app.session_operations.services.notice_preview import (
    Change,
    Notice,
    Samples,
    Seated,
    notice_of,
    without_join_link,
)
from sessions_app.session_operations.services.seat_notices import seated_by


def of_change(
    *, after: ListeningSession, capacities: Mapping[str, int | None], note: str = ""
) -> Notice | None:
    """Return the notice of saving ``after``; None if nobody would be notified.

    Raises :class:`ScheduleError` if saving would be refused.
    """
    before = ListeningSession.objects.select_related("venue", "room").get(pk=after.pk)
    check_schedule(after, before)
    check_seats(after, pools=before.seat_pools.all(), capacities=capacities)
    if before.state != SessionState.SCHEDULED:
        return None
    is_told = is_material(before, after)
    concerned = _concerned_by(before, after) if is_told else Registration.objects.none()
    seated = seated_by(after, capacities, concerned=concerned)
    if not is_told and not seated.total:
        return None
    changed = audit.changed_fields(before=before, after=after)
    changes = [
        Change(label, old, new)
        for label, old, new in (
            (_("When"), wording.when(before), wording.when(after)),
            (_("Where"), wording.where(before), wording.where(after)),
            (_("Format"), before.get_format_display(), after.get_format_display()),
        )
        if old != new
    ]
    if before.join_link != after.join_link:
        changes.append(Change(_("New join link")))
    return _notice(
        before,
        concerned,
        kind="session_changed",
        attendee_kind="attendee_changed",
        guest_kind="invitation_changed" if _reads_differently(before, after) else "",
        shown=after,
        changes=changes,
        also=[
            str(field.verbose_name)
            for field in ListeningSession._meta.concrete_fields
            if field.name in changed and field.name not in (*MATERIAL_FIELDS, "venue", "room")
        ],
        seated=seated,
        before=before,
        note=note,
    )


def of_resuming(*, session: ListeningSession, note: str = "") -> Notice | None:
    """Return the notice of scheduling a postponed session again."""
    if session.state != SessionState.POSTPONED:
        return None
    return _notice(
        session,
        _concerned(session),
        kind="session_resumed",
        attendee_kind="attendee_changed",
        guest_kind="invitation_changed",
        changes=[_state_change(session, SessionState.SCHEDULED)],
        seated=seated_by(session, {}, concerned=Registration.objects.none()),
        note=note,
    )


def of_postponing(*, session: ListeningSession, reason: str) -> Notice | None:
    return _notice(
        session,
        _concerned(session),
        kind="session_postponed",
        attendee_kind="attendee_postponed",
        guest_kind="invitation_postponed",
        changes=[_state_change(session, SessionState.POSTPONED)],
        reason=reason,
    )


def of_cancelling(*, session: ListeningSession, reason: str) -> Notice | None:
    return _notice(
        session,
        _concerned(session),
        kind="session_cancelled",
        attendee_kind="attendee_session_cancelled",
        guest_kind="invitation_cancelled",
        changes=[_state_change(session, SessionState.CANCELLED)],
        reason=reason,
    )


def tell_change(
    *,
    session: ListeningSession,
    before: ListeningSession,
    note: str,
    tells_access: bool = False,
) -> None:
    concerned = _with_session(_concerned_by(before, session), session)
    for registration, token in with_tokens(concerned, listening_session=session):
        emails.session_changed(
            registration=registration,
            token=token,
            before=before,
            note=note,
            tells_access=tells_access,
        )
    if _reads_differently(before, session):
        guest_notices.tell_change(session=session, before=before, note=note)


def tell_resumed(*, session: ListeningSession, note: str) -> None:
    concerned = registrations_to_tell(session)
    for registration, token in with_tokens(concerned, listening_session=session):
        emails.session_resumed(registration=registration, token=token, note=note)
    guest_notices.tell_change(session=session, note=note)


def tell_postponed(*, session: ListeningSession) -> None:
    concerned = registrations_to_tell(session)
    for registration, token in with_tokens(concerned, listening_session=session):
        emails.session_postponed(registration=registration, token=token)
    guest_notices.tell_called_off(session=session, kind="invitation_postponed")


def registrations_to_tell(session: ListeningSession) -> list[Registration]:
    """Return every registration to notify of a change of the session, with the session joined."""
    return _with_session(_concerned(session), session)


def _with_session(
    registrations: QuerySet[Registration], session: ListeningSession
) -> list[Registration]:
    found = list(registrations.order_by("pk").prefetch_related("attendees"))
    for registration in found:
        registration.listening_session = session  # one shared instance, already up to date
    return found


def _concerned(session: ListeningSession) -> QuerySet[Registration]:
    return session.registrations.filter(state__in=CHANGEABLE_REGISTRATION_STATES)


def _concerned_by(before: ListeningSession, after: ListeningSession) -> QuerySet[Registration]:
    """Return those for whom the time or the place reads differently, or who join by another link.

    The link is for those with a seat online.
    """
    modes = [mode for mode in after.modes if _reads_differently(before, after, mode=mode)]
    concerned = Q(mode__in=modes)
    if before.join_link != after.join_link:
        concerned |= Q(mode=AttendanceMode.VIRTUAL, state=RegistrationState.CONFIRMED)
    return _concerned(after).filter(concerned)


def _reads_differently(
    before: ListeningSession, after: ListeningSession, *, mode: str = ""
) -> bool:
    old, new = (wording.when_and_where(session, mode=mode) for session in (before, after))
    return old != new


def _notice(
    session: ListeningSession,
    concerned: QuerySet[Registration],
    *,
    kind: str,
    attendee_kind: str,
    guest_kind: str,
    changes: list[Change],
    also: list[str] | None = None,
    shown: ListeningSession | None = None,
    seated: Seated | None = None,
    **values: Any,
) -> Notice | None:
    """Return the notice of e-mails of these kinds, each rendered with ``values``.

    Without a ``guest_kind``, guests are not told.
    """
    sample = without_join_link(shown or session)

    def show(_pk: int) -> ListeningSession:
        return sample

    def render(registration: Registration) -> RenderedEmail:
        if kind == "session_cancelled":  # it ends with its session
            registration.state = RegistrationState.CANCELLED
        return rendering.render(kind=kind, registration=registration, token=None, **values)

    def render_for_attendee(attendee: Attendee) -> RenderedEmail:
        return rendering.render(
            kind=attendee_kind,
            registration=attendee.registration,
            token=None,
            attendee_name=attendee.name,
            **values,
        )

    def render_for_guest(guest: Invitation) -> RenderedEmail:
        return guest_emails.render(kind=guest_kind, invitation=guest, token=None, **values)

    guests = guest_notices.guests_to_tell(session)
    return notice_of(
        version=version_of(session),
        concerned=concerned,
        guests=guests if guest_kind else guests.none(),
        samples=[Samples(concerned, render, render_for_attendee)],
        render_for_guest=render_for_guest if guest_kind else None,
        show=show,
        changes=changes,
        also=also,
        seated=seated,
    )


def _state_change(session: ListeningSession, to: str) -> Change:
    return Change(_("Status"), session.get_state_display(), str(SessionState(to).label))
