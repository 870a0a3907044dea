"""Dry run of approving registrations. Only counts; locks nothing."""

from collections.abc import Sequence

from sessions_app.listening_sessions.enums import WaitlistMode
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.models import Registration


def expected_states(
    *, listening_session: ListeningSession, registrations: Sequence[Registration]
) -> list[tuple[Registration, str]]:
    """Return each registration with the state that approving all of them in this order would yield.

    "" if there are too few seats and the session has no waitlist, so that approving is refused.
    """
    pools = {pool.mode: pool for pool in listening_session.seat_pools.all()}
    expected = []
    for registration in registrations:
        pool = pools[registration.mode]
        if pool.waiting == 0 and (pool.free is None or pool.free >= registration.seats):
            pool.taken += registration.seats
            state = RegistrationState.CONFIRMED.value
        elif listening_session.waitlist_mode == WaitlistMode.NONE:
            state = ""
        else:
            pool.waiting += 1
            state = RegistrationState.WAITLISTED.value
        expected.append((registration, state))
    return expected
