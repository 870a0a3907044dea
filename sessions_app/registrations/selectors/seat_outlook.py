"""What a new registration would get now: seats, a place on the waitlist, or a review."""

from dataclasses import dataclass
from enum import StrEnum

from sessions_app.listening_sessions.models import ListeningSession, SeatPool


class OutlookKind(StrEnum):
    SEATS = "seats"
    WAITLIST = "waitlist"
    #: Some seats are free, but fewer than the group needs.
    GROUP_WAITS = "group_waits"
    REVIEW = "review"


@dataclass(frozen=True)
class SeatOutlook:
    kind: OutlookKind
    #: Seats that are free now; 0 if they belong to the waitlist or are not limited.
    free: int = 0


def seat_outlook(
    listening_session: ListeningSession, pool: SeatPool | None, seats: int
) -> SeatOutlook:
    """Return what a registration for ``seats`` people would get. No promise: others may be faster.

    Depends on the session alone, so it tells nothing about who is registered.
    """
    if listening_session.approval_required:
        return SeatOutlook(OutlookKind.REVIEW)
    if pool is None or (pool.capacity is None and not pool.waiting):
        return SeatOutlook(OutlookKind.SEATS)
    if pool.is_full:
        return SeatOutlook(OutlookKind.WAITLIST)
    free = pool.free or 0
    return SeatOutlook(OutlookKind.SEATS if seats <= free else OutlookKind.GROUP_WAITS, free)
