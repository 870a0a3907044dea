"""Notifies everybody registered when their session moves or ends, and previews it.

A :class:`Notice` holds recipients and e-mails. It is built by the functions that render the real
e-mails, and stores nothing.
"""

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as with_default

from django.conf import settings
from django.db.models import Count, F, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions_app.core.services import audit
from sessions_app.core.services.versions import version_of
from sessions_app.listening_sessions import wording
from sessions_app.listening_sessions.enums import AttendanceMode, SessionState
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.mail.emails.readers import language_hints
from sessions_app.mail.emails.rendering import RenderedEmail
from sessions_app.registrations.emails import invitations as guest_emails
from sessions_app.registrations.emails import registrations as emails
from sessions_app.registrations.emails import rendering
from sessions_app.registrations.enums import CHANGEABLE_REGISTRATION_STATES, RegistrationState
from sessions_app.registrations.models import Attendee, Invitation, Registration
from sessions_app.registrations.services.personal_links import registration_token
from sessions_app.session_operations.services import guest_notices
from sessions_app.session_operations.services.checks import (
    check_schedule,
    check_seats,
    is_about_the_link_alone,
    is_material,
)

#: Recipients listed by name in a notice; the roster lists the rest.
RECIPIENTS_NAMED = 25
_ATTENDEES_LABEL = gettext_lazy("Coming with them, at their own address")
_GUESTS_LABEL = gettext_lazy("Invited, no answer yet")


@dataclass(frozen=True)
class Change:
    """A field's old and new value. Both are empty if they must not be shown."""

    label: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Recipient:
    reference: str
    organization: str
    state: str


@dataclass(frozen=True)
class Notice:
    """What a change of a session would send, and to whom."""

    #: Version of the session that the notice was built from.
    version: str
    #: Number of e-mails that would be sent.
    total: int
    by_state: list[tuple[str, int]]
    #: Registrations without an e-mail address, to be notified by phone.
    without_address: int
    recipients: list[Recipient]
    #: One e-mail per language that the recipients read, with the name of the language.
    samples: list[tuple[str, RenderedEmail]]
    changes: list[Change] = with_default(default_factory=list)
    #: Names of other changed fields, which nobody is notified about.
    also: list[str] = with_default(default_factory=list)
    #: What staff should know about the readers of their words.
    hints: list[str] = with_default(default_factory=list)


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
    *, session: ListeningSession, before: ListeningSession, changed: Sequence[str], note: str
) -> None:
    for registration in _with_session(_concerned_by(session, changed), session):
        emails.session_changed(
            registration=registration,
            token=registration_token(registration=registration),
            before=before,
            note=note,
        )
    if not is_about_the_link_alone(changed):
        guest_notices.tell_change(session=session, before=before, note=note)


def tell_resumed(*, session: ListeningSession, note: str) -> None:
    for registration in registrations_to_tell(session):
        emails.session_resumed(
            registration=registration,
            token=registration_token(registration=registration),
            note=note,
        )
    guest_notices.tell_change(session=session, note=note)


def tell_postponed(*, session: ListeningSession) -> None:
    for registration in registrations_to_tell(session):
        emails.session_postponed(
            registration=registration, token=registration_token(registration=registration)
        )
    guest_notices.tell_called_off(session=session, kind="invitation_postponed")


def registrations_to_tell(session: ListeningSession) -> list[Registration]:
    """Return every registration to notify of a change of the session, with the session joined."""
    return _with_session(_concerned(session), session)


def _with_session(
    registrations: QuerySet[Registration], session: ListeningSession
) -> list[Registration]:
    found = list(registrations.order_by("pk"))
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
    told = concerned.exclude(email="")
    attendees = _attendees_to_tell(concerned)
    states = dict(told.order_by().values_list("state").annotate(Count("pk")))
    guests = list(guest_notices.guests_to_tell(session).order_by("pk")) if render_for_guest else []
    if not states and not guests and not attendees:
        return None
    labels = dict(RegistrationState.choices)
    sample = copy.copy(shown or session)
    if sample.join_link:
        sample.join_link = _("(the join link, for confirmed online seats)")
    samples = []
    for code, name in settings.LANGUAGES:
        registration = _sample(told.filter(language=code))
        if registration is not None:
            registration.listening_session = sample
            samples.append((str(name), render(registration)))
    if render_for_guest and guests:
        samples += [
            (_("%(language)s (guests)") % {"language": name}, email)
            for name, email in guest_notices.sample_emails(sample, render_for_guest)
        ]
    by_state = [
        (str(labels[state]), states[state])
        for state in CHANGEABLE_REGISTRATION_STATES
        if state in states
    ]
    if attendees:
        by_state.append((str(_ATTENDEES_LABEL), attendees))
    if guests:
        by_state.append((str(_GUESTS_LABEL), len(guests)))
    return Notice(
        version=version_of(session),
        total=sum(states.values()) + attendees + len(guests),
        by_state=by_state,
        without_address=concerned.filter(email="").count(),
        recipients=[
            *(
                Recipient(each.reference, each.organization_name, each.get_state_display())
                for each in told.order_by("pk")[:RECIPIENTS_NAMED]
            ),
            *(
                Recipient(guest.reference, _organization_name(guest), str(_GUESTS_LABEL))
                for guest in guests[:RECIPIENTS_NAMED]
            ),
        ],
        samples=samples,
        changes=changes,
        also=also or [],
        hints=language_hints(email.language for _name, email in samples),
    )


def _attendees_to_tell(concerned: QuerySet[Registration]) -> int:
    """Return how many e-mails go to attendees of these registrations at their own addresses."""
    seated = concerned.filter(state=RegistrationState.CONFIRMED)
    return (
        Attendee.objects.coming()
        .filter(registration__in=seated)
        .exclude(email="")
        .annotate(address=Lower("email"), registrant=Lower("registration__email"))
        .exclude(address=F("registrant"))
        .values("registration", "address")
        .distinct()
        .count()
    )


def _organization_name(guest: Invitation) -> str:
    return guest.organization.name if guest.organization else ""


def _sample(registrations: QuerySet[Registration]) -> Registration | None:
    """Return the registration with the most complete e-mail: confirmed, and online if any is."""
    confirmed = registrations.filter(state=RegistrationState.CONFIRMED)
    online = confirmed.filter(mode=AttendanceMode.VIRTUAL)
    return (
        online.order_by("pk").first()
        or confirmed.order_by("pk").first()
        or registrations.order_by("pk").first()
    )


def _state_change(session: ListeningSession, to: str) -> Change:
    return Change(_("Status"), session.get_state_display(), str(SessionState(to).label))
