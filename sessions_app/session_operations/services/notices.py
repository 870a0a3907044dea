"""Notifies everybody registered when their session moves or ends, and previews it.

The preview is a :class:`~sessions_app.session_operations.services.notice_preview.Notice`.
"""

from collections.abc import Callable, Mapping, Sequence

from django.db.models import QuerySet
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
from sessions_app.registrations.models import Invitation, Registration
from sessions_app.registrations.services.personal_links import with_tokens
from sessions_app.session_operations.services import guest_notices
from sessions_app.session_operations.services.checks import (
    check_schedule,
    check_seats,
    is_about_the_link_alone,
    is_material,
)
from sessions_app.session_operations.services.notice_preview import (
    Change,
    Notice,
    Samples,
    notice_of,
    without_join_link,
)


def of_change(
    *, after: ListeningSession, capacities: Mapping[str, int | None], note: str = ""
) -> Notice | None:
    """Return the notice of saving ``after``; None if nobody would be notified.

    Raises :class:`ScheduleError` if saving would be refused.
    """
    before = ListeningSession.objects.select_related("venue", "room").get(pk=after.pk)
    check_schedule(after, before)
    check_seats(after, pools=before.seat_pools.all(), capacities=capacities)
    changed = audit.changed_fields(before=before, after=after)
    if before.state != SessionState.SCHEDULED or not is_material(changed):
        return None
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
        _concerned_by(before, changed),
        lambda registration: rendering.render(
            kind="session_changed", registration=registration, token=None, before=before, note=note
        ),
        None
        if is_about_the_link_alone(changed)
        else lambda guest: guest_emails.render(
            kind="invitation_changed", invitation=guest, token=None, before=before, note=note
        ),
        shown=after,
        changes=changes,
        also=[
            str(field.verbose_name)
            for field in ListeningSession._meta.concrete_fields
            if field.name in changed and not is_material([field.name])
        ],
    )


def of_resuming(*, session: ListeningSession, note: str = "") -> Notice | None:
    """Return the notice of scheduling a postponed session again."""
    if session.state != SessionState.POSTPONED:
        return None
    return _notice(
        session,
        _concerned(session),
        lambda registration: rendering.render(
            kind="session_resumed", registration=registration, token=None, note=note
        ),
        lambda guest: guest_emails.render(
            kind="invitation_changed", invitation=guest, token=None, note=note
        ),
        changes=[_state_change(session, SessionState.SCHEDULED)],
    )


def of_postponing(*, session: ListeningSession, reason: str) -> Notice | None:
    return _notice(
        session,
        _concerned(session),
        lambda registration: rendering.render(
            kind="session_postponed", registration=registration, token=None, reason=reason
        ),
        lambda guest: guest_emails.render(
            kind="invitation_postponed", invitation=guest, token=None, reason=reason
        ),
        changes=[_state_change(session, SessionState.POSTPONED)],
    )


def of_cancelling(*, session: ListeningSession, reason: str) -> Notice | None:
    def render(registration: Registration) -> RenderedEmail:
        registration.state = RegistrationState.CANCELLED
        return rendering.render(
            kind="session_cancelled", registration=registration, token=None, reason=reason
        )

    return _notice(
        session,
        _concerned(session),
        render,
        lambda guest: guest_emails.render(
            kind="invitation_cancelled", invitation=guest, token=None, reason=reason
        ),
        changes=[_state_change(session, SessionState.CANCELLED)],
    )


def tell_change(
    *,
    session: ListeningSession,
    before: ListeningSession,
    changed: Sequence[str],
    note: str,
    tells_access: bool = False,
) -> None:
    concerned = _with_session(_concerned_by(session, changed), session)
    for registration, token in with_tokens(concerned, listening_session=session):
        emails.session_changed(
            registration=registration,
            token=token,
            before=before,
            note=note,
            tells_access=tells_access,
        )
    if not is_about_the_link_alone(changed):
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


def _concerned_by(session: ListeningSession, changed: Sequence[str]) -> QuerySet[Registration]:
    """Exclude people who attend in person if only the join link changed."""
    concerned = _concerned(session)
    if is_about_the_link_alone(changed):
        return concerned.filter(mode=AttendanceMode.VIRTUAL)
    return concerned


def _notice(
    session: ListeningSession,
    concerned: QuerySet[Registration],
    render: Callable[[Registration], RenderedEmail],
    render_for_guest: Callable[[Invitation], RenderedEmail] | None,
    *,
    changes: list[Change],
    also: list[str] | None = None,
    shown: ListeningSession | None = None,
) -> Notice | None:
    sample = without_join_link(shown or session)

    def show(_pk: int) -> ListeningSession:
        return sample

    guests = guest_notices.guests_to_tell(session)
    return notice_of(
        version=version_of(session),
        concerned=concerned,
        guests=guests if render_for_guest else guests.none(),
        samples=[Samples(concerned, render)],
        render_for_guest=render_for_guest,
        show=show,
        changes=changes,
        also=also,
    )


def _state_change(session: ListeningSession, to: str) -> Change:
    return Change(_("Status"), session.get_state_display(), str(SessionState(to).label))
