"""Takes and releases seats.

The only module that writes the counters in ``listening_sessions/models/seats.py``.

Lock order: session, then pool, then allotment; a venue before its sessions. Every function runs
inside the caller's transaction.

A session is locked FOR NO KEY UPDATE. Django's foreign keys are checked at commit, when a
registration already holds its pool: a stronger lock on the session would block that check while it
waits for the same pool, which is a deadlock.
"""

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions_app.core.services.versions import lock
from sessions_app.listening_sessions.models import ListeningSession, SeatAllotment, SeatPool
from sessions_app.organizations.models import Organization
from sessions_app.registrations.errors import (
    AllotmentReachedError,
    RegistrationClosedError,
    SessionChangedError,
)


def allotment_of(
    *, listening_session: ListeningSession, organization: Organization | None
) -> SeatAllotment | None:
    """Return the organization's allotment, creating it on its first registration.

    Created under the session's lock, so that a concurrent change of the limit is not missed.
    """
    if organization is None:
        return None
    known = SeatAllotment.objects.filter(
        listening_session=listening_session, organization=organization
    ).first()
    if known is not None:
        return known
    locked = lock(listening_session)
    allotment, _created = SeatAllotment.objects.get_or_create(
        listening_session=locked,
        organization=organization,
        defaults={"seats": locked.seats_per_organization},
    )
    return allotment


def seem_free(*, listening_session: ListeningSession, mode: str, seats: int) -> bool:
    """Whether it is worth trying to take seats without a lock. No guarantee."""
    return _free(listening_session, mode, seats).exists()


def take_if_free(*, listening_session: ListeningSession, mode: str, seats: int) -> bool:
    """Take seats by one conditional UPDATE; return False if there are too few, or a waitlist.

    Nobody passes over a waitlist: free seats belong to it while it is not empty. Raises
    :class:`RegistrationClosedError` if the pool is closed, and :class:`SessionChangedError` as
    :func:`require_as_read` does.
    """
    taken = _free(listening_session, mode, seats).update(taken=F("taken") + seats)
    if (
        not taken
        and not SeatPool.objects.filter(
            listening_session=listening_session, mode=mode, is_open=True
        ).exists()
    ):
        raise RegistrationClosedError(
            _("Registration for this session has just closed. Nothing was sent.")
        )
    if taken:
        require_as_read(listening_session)
    return bool(taken)


def require_as_read(listening_session: ListeningSession) -> None:
    """Raise :class:`SessionChangedError` if the session's ``sequence`` rose since it was read.

    With one of its pools locked. Who changes a session locks its pools before deciding whom to
    e-mail: either that change is visible here, or it will find the registration that this
    transaction commits. So nobody is left with the words from before.

    A statement of its own: after waiting for a row, PostgreSQL checks an UPDATE's conditions on
    other tables against the snapshot from before the wait (READ COMMITTED).
    """
    as_read = ListeningSession.objects.filter(
        pk=listening_session.pk, sequence=listening_session.sequence
    )
    if not as_read.exists():
        raise SessionChangedError(
            _("The time or place of this session has just changed. Check it, then send this again.")
        )


def _free(listening_session: ListeningSession, mode: str, seats: int) -> QuerySet[SeatPool]:
    """Return the pool if it is open, has no waitlist, and has that many free seats."""
    return SeatPool.objects.filter(
        Q(capacity__isnull=True) | Q(taken__lte=F("capacity") - seats),
        listening_session=listening_session,
        mode=mode,
        is_open=True,
        waiting=0,
    )


def lock_pools(*, listening_session: ListeningSession) -> dict[str, SeatPool]:
    """Lock every pool of the session, always in the same order; return them by mode."""
    pools = (
        SeatPool.objects.select_for_update()
        .filter(listening_session=listening_session)
        .order_by("mode")
    )
    return {pool.mode: pool for pool in pools}


def count_against(*, allotment: SeatAllotment | None, seats: int) -> None:
    """Count seats (negative to release) against an organization's allotment.

    Raises :class:`AllotmentReachedError`, with the number left, if there are too few.
    """
    if allotment is None or seats == 0:
        return
    rows = SeatAllotment.objects.filter(pk=allotment.pk)
    if seats < 0:
        _give_back(rows, -seats)
        return
    changed = rows.filter(Q(seats__isnull=True) | Q(taken__lte=F("seats") - seats)).update(
        taken=F("taken") + seats
    )
    if changed:
        return
    allotment.refresh_from_db()
    limit = allotment.seats or 0
    left = max(limit - allotment.taken, 0)
    raise AllotmentReachedError(
        ngettext(
            "Each organization has %(limit)s seat at this session",
            "Each organization has %(limit)s seats at this session",
            limit,
        )
        % {"limit": limit}
        + ". "
        + ngettext(
            "Yours has %(left)s left. Register fewer people, or write to us.",
            "Yours has %(left)s left. Register fewer people, or write to us.",
            left,
        )
        % {"left": left}
    )


def _give_back(rows: QuerySet[SeatAllotment], seats: int) -> None:
    """Release seats, and lower an allotment that exceeds the session's limit accordingly."""
    allotment = rows.select_related("listening_session").get()
    limit = allotment.listening_session.seats_per_organization
    left = F("taken") - seats
    if limit is None or allotment.seats is None:
        rows.update(taken=left)
    else:
        rows.update(taken=left, seats=Greatest(left, limit))


def fits(pool: SeatPool, seats: int) -> bool:
    """Whether a locked pool has that many free seats, regardless of its waitlist."""
    return pool.capacity is None or pool.taken + seats <= pool.capacity
