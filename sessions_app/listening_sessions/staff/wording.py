"""Short forms of a session's time and seats for staff lists."""

from django.utils import formats
from django.utils.translation import gettext as _

from sessions_app.listening_sessions.models import ListeningSession


def short_when(session: ListeningSession) -> str:
    """Return the local start time: ``Sun, Nov 29, 2026, 5 p.m. CST``."""
    start = session.local_start
    return f"{formats.date_format(start, 'D, M j, Y, P')} {start.tzname()}"


def seats_taken(session: ListeningSession) -> list[str]:
    """Return taken seats and capacity, one line for each way of attending."""
    lines = []
    for pool in session.seat_pools.all():
        of = _("no limit") if pool.capacity is None else pool.capacity
        lines.append(f"{pool.get_mode_display()}: {pool.taken} / {of}")
    return lines
