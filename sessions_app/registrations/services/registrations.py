"""Registers people for a listening session.

The fast path takes seats by one conditional UPDATE, last in the transaction, so that the contended
row is locked only briefly. Everything else (a full session, a waitlist, approval, a change) runs
under a row lock on the pool.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.listening_sessions.enums import WaitlistMode
from sessions_app.listening_sessions.models import ListeningSession, SeatAllotment, SeatPool
from sessions_app.organizations.models import Organization
from sessions_app.organizations.selectors.identities import organization_of
from sessions_app.registrations.emails import registrations as emails
from sessions_app.registrations.enums import (
    RegistrationSource,
    RegistrationState,
)
from sessions_app.registrations.errors import (
    AlreadyRegisteredError,
    RegistrationClosedError,
    SessionChangedError,
)
from sessions_app.registrations.models import Attendee, Invitation, Registration
from sessions_app.registrations.selectors.active import active_registration
from sessions_app.registrations.services import accommodations as accommodation_service
from sessions_app.registrations.services import invitations, seats, submissions, waitlist
from sessions_app.registrations.services.accommodations import AccommodationInput
from sessions_app.registrations.services.checks import (
    STAFF_SOURCES,
    require_group_size,
    require_mode,
    require_open,
    require_room,
    too_few,
)
from sessions_app.registrations.services.personal_links import registration_token
from sessions_app.registrations.services.questions import validate_answers

#: How often a registration is tried again because the session has changed meanwhile.
_MOST_ATTEMPTS = 5


@dataclass(frozen=True)
class AttendeeInput:
    """An attendee. ``id`` is the primary key of an existing one when a registration is changed."""

    name: str
    email: str = ""
    id: int | None = None


@dataclass(frozen=True)
class _Entry:
    """Data that is written along with the registration itself."""

    people: list[AttendeeInput]
    needs: list[AccommodationInput]
    invitation: Invitation | None
    by: User | None


class _NoFreeSeatError(Exception):
    """The fast path found too few seats; roll back and retry under the lock."""


def register(
    *,
    listening_session: ListeningSession,
    name: str,
    email: str,
    mode: str,
    attendees: Sequence[AttendeeInput],
    organization_name: str = "",
    phone: str = "",
    accommodations: Sequence[AccommodationInput] = (),
    answers: Mapping[int, str] | None = None,
    language: str = "en",
    submission: str | None = None,
    source: str = RegistrationSource.WEB,
    invitation: Invitation | None = None,
    by: User | None = None,
) -> Registration:
    """Register people for a session and e-mail the registrant.

    Returns a registration that is confirmed, waiting for approval, or, if there are too few seats,
    on the waitlist. ``answers`` maps the session's questions to answers; staff may leave required
    ones out. ``submission`` is the form's idempotency key: the same key again, for the same person,
    returns the first registration and changes nothing. ``invitation`` is marked as used, and
    registers once.

    Raises :class:`RegistrationClosedError`, :class:`SeatsUnavailableError` (full, and no waitlist),
    :class:`AllotmentReachedError`, :class:`AnswerRefusedError` or :class:`InvitationError`, the
    same for an address that is registered already as for one that is not. Only then it raises
    :class:`AlreadyRegisteredError`, which is not for strangers (docs/invariants.md, 2). Unless
    staff register, the link of the existing registration is e-mailed to the address.
    """
    if invitation is not None:
        source = RegistrationSource.INVITATION
    key = submissions.key_of(listening_session, submission, name, email) if submission else None
    try:
        require_open(listening_session, source=source)
        require_mode(listening_session, mode)
        require_group_size(listening_session, len(attendees), source=source)
        draft = Registration(
            listening_session=listening_session,
            organization=organization_for(email, organization_name, invitation),
            organization_name=organization_name,
            name=name,
            email=email,
            phone=phone,
            language=language,
            mode=mode,
            seats=len(attendees),
            answers=validate_answers(
                listening_session=listening_session,
                given=answers or {},
                is_required=source not in STAFF_SOURCES,
            ),
            source=source,
            idempotency_key=key,
        )
        entry = _Entry(list(attendees), list(accommodations), invitation, by)
        # Looked up for everybody, and not only after a failed INSERT, which would take longer for a
        # registered address than for an unknown one.
        twin = active_registration(listening_session, email)
        if twin is None:
            return _enter(draft, entry)
    except (IntegrityError, EngagementError) as error:
        # An earlier submission of the same form can cause either error.
        if key and (known := submissions.by_key(listening_session, key)):
            return known
        registered_meanwhile = isinstance(error, IntegrityError)
        twin = active_registration(listening_session, email) if registered_meanwhile else None
        if twin is None:
            raise
    if key and twin.idempotency_key == key:
        return twin
    if source not in STAFF_SOURCES:
        _send_link_again(twin)
        _refuse_as_unknown(draft, entry)
    raise AlreadyRegisteredError(
        _("This address is already registered for this session, as %(reference)s.")
        % {"reference": twin.reference}
    )


def _enter(draft: Registration, entry: _Entry) -> Registration:
    """Enter the draft, for the session as it is then: its e-mail tells the current time and place.

    A session that was changed since it was read is read and checked again.
    """
    for _attempt in range(_MOST_ATTEMPTS - 1):
        try:
            return _enter_as_read(draft, entry)
        except SessionChangedError:
            _start_over(draft)
            draft.listening_session = ListeningSession.objects.select_related(
                "program", "venue", "room"
            ).get(pk=draft.listening_session_id)
            require_open(draft.listening_session, source=draft.source)
            require_mode(draft.listening_session, draft.mode)
            require_group_size(draft.listening_session, draft.seats, source=draft.source)
    return _enter_as_read(draft, entry)


def _start_over(draft: Registration) -> None:
    """Discard what a rolled-back attempt has left in memory."""
    draft.pk, draft.reference, draft._state.adding = None, "", True
    draft.position = None
    draft._prefetched_objects_cache = {}  # type: ignore[attr-defined]


def _enter_as_read(draft: Registration, entry: _Entry) -> Registration:
    session = draft.listening_session
    needs_approval = session.approval_required and draft.source not in STAFF_SOURCES
    if not needs_approval and seats.seem_free(
        listening_session=session, mode=draft.mode, seats=draft.seats
    ):
        try:
            return _confirm_at_once(draft, entry)
        except _NoFreeSeatError:
            _start_over(draft)
    return _enter_under_lock(draft, entry)


@transaction.atomic
def _confirm_at_once(draft: Registration, entry: _Entry) -> Registration:
    taken = _taken(draft, entry)
    allotment = seats.allotment_of(
        listening_session=draft.listening_session, organization=draft.organization
    )
    draft.state = RegistrationState.CONFIRMED
    _insert(draft, entry, taken)
    _tell(draft)
    if not seats.take_if_free(
        listening_session=draft.listening_session, mode=draft.mode, seats=draft.seats
    ):
        raise _NoFreeSeatError
    seats.count_against(allotment=allotment, seats=draft.seats)
    return draft


@transaction.atomic
def _enter_under_lock(draft: Registration, entry: _Entry) -> Registration:
    taken, allotment = _place(draft, entry)
    seats.require_as_read(draft.listening_session)
    _insert(draft, entry, taken)
    _tell(draft)
    seats.count_against(allotment=allotment, seats=draft.seats)
    return draft


@transaction.atomic
def _refuse_as_unknown(draft: Registration, entry: _Entry) -> None:
    """Raise what the registration would be refused with if its address were unknown.

    Enters the registration as for an unknown address, and rolls back. Otherwise a session that is
    full, an allotment that is used up, or the time that an answer takes, would tell a registered
    address from an unknown one.
    """
    taken, allotment = _place(draft, entry)
    # Without what is unique: another registration may have it.
    email, draft.email, draft.idempotency_key = draft.email, "", None
    _insert(draft, entry, taken)
    draft.email = email
    registration_token(registration=draft, is_new=True)
    emails.tell_attendees(registration=draft)
    seats.count_against(allotment=allotment, seats=draft.seats)
    transaction.set_rollback(True)


def _place(draft: Registration, entry: _Entry) -> tuple[Invitation | None, SeatAllotment | None]:
    """Lock what a registration uses, and give it seats, a position, or the state of a review."""
    taken = _taken(draft, entry)
    session = draft.listening_session
    allotment = seats.allotment_of(listening_session=session, organization=draft.organization)
    pool = seats.lock_pools(listening_session=session).get(draft.mode)
    if pool is None or not pool.is_open:
        raise RegistrationClosedError(_("This session is not accepting registrations."))
    if session.approval_required and draft.source not in STAFF_SOURCES:
        require_room(pool, draft.seats)
        draft.state = RegistrationState.PENDING_APPROVAL
    else:
        seat_or_wait(draft, pool)
    return taken, allotment


def _taken(draft: Registration, entry: _Entry) -> Invitation | None:
    # Locked first, so that waiting for it never blocks anybody who needs seats.
    taken = invitations.take(invitation=entry.invitation) if entry.invitation else None
    accommodation_service.reopen_readiness(registration=draft, needs=entry.needs, by=entry.by)
    return taken


def seat_or_wait(registration: Registration, pool: SeatPool) -> None:
    """Give a registration seats of a locked pool, or the next position on its waitlist."""
    session = registration.listening_session
    if pool.waiting == 0 and seats.fits(pool, registration.seats):
        pool.taken += registration.seats
        pool.save(update_fields=["taken"])
        registration.state = RegistrationState.CONFIRMED
    elif session.waitlist_mode == WaitlistMode.NONE:
        raise too_few(pool)
    else:
        require_room(pool, registration.seats)
        waitlist.join(registration=registration, pool=pool)


def _insert(draft: Registration, entry: _Entry, taken: Invitation | None) -> None:
    draft.save(force_insert=True)
    if taken is not None:
        invitations.accept(invitation=taken, registration=draft)
    Attendee.objects.bulk_create(
        Attendee(registration=draft, name=person.name, email=person.email)
        for person in entry.people
    )
    prefetch_related_objects([draft], "attendees")  # each e-mail names them
    if entry.needs:
        accommodation_service.set_needs(registration=draft, needs=entry.needs, by=entry.by)
    audit.record(
        instance=draft,
        action="engagement.registration.create",
        by=entry.by,
        state=draft.state,
        mode=draft.mode,
        seats=draft.seats,
        source=draft.source,
    )


def _tell(registration: Registration) -> None:
    emails.state_reached(
        registration=registration, token=registration_token(registration=registration, is_new=True)
    )


def locked(registration: Registration) -> tuple[dict[str, SeatPool], Registration]:
    """Lock the session's pools, then the registration; return both as stored."""
    pools = seats.lock_pools(listening_session=registration.listening_session)
    current = (
        Registration.objects.select_for_update(of=("self",), no_key=True)
        .select_related(
            "organization",
            "listening_session__program",
            "listening_session__venue",
            "listening_session__room",
        )
        .get(pk=registration.pk)
    )
    return pools, current


def organization_for(email: str, name: str, invitation: Invitation | None) -> Organization | None:
    """Return the organization that the address proves, or else the one invited at this address."""
    found = organization_of(email=email, name=name)
    if found is None and invitation is not None and invitation.email.lower() == email.lower():
        return invitation.organization
    return found


@transaction.atomic
def _send_link_again(registration: Registration) -> None:
    emails.known_already(
        registration=registration,
        token=registration_token(registration=registration),
        asked=timezone.now().strftime("%Y-%m-%dT%H"),
    )
