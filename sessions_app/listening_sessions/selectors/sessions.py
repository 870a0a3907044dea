"""Public reads of listening sessions."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions_app.core.selectors.search import matching
from sessions_app.listening_sessions.enums import SessionState, Visibility, WaitlistMode
from sessions_app.listening_sessions.models import ListeningSession, SeatPool

_RELATED = ("program", "venue", "room")


def public_sessions(
    *,
    when: str = "upcoming",
    program: str | None = None,
    state: str | None = None,
    format: str | None = None,  # noqa: A002 - the field's name, and the one in the address
    language: str | None = None,
    q: str = "",
) -> QuerySet[ListeningSession]:
    """Return listed sessions, soonest first (or most recent first for ``when="past"``).

    ``program`` is a slug, ``state`` a postal abbreviation, ``language`` a language tag.
    """
    listed = ListeningSession.objects.listed()
    sessions = listed.past() if when == "past" else listed.upcoming()
    if program:
        sessions = sessions.filter(program__slug=program)
    if state:
        sessions = sessions.filter(
            Q(venue__state=state)
            | Q(
                pk__in=ListeningSession.jurisdictions.through.objects.filter(
                    jurisdiction__abbreviation=state
                ).values("listeningsession_id")
            )
        )
    if format:
        sessions = sessions.filter(format=format)
    if language:
        sessions = sessions.filter(languages__code=language)
    if q:
        sessions = matching(sessions, fields=["title", "summary", "venue__city"], text=q)
    return sessions.select_related(*_RELATED).prefetch_related("seat_pools")


def public_session(*, slug: str) -> ListeningSession:
    """Return a session that anyone with the URL may see.

    Raises ``ListeningSession.DoesNotExist`` for drafts, sessions by invitation and unknown ones
    alike.
    """
    return ListeningSession.objects.reachable().select_related(*_RELATED).get(slug=slug)


@dataclass(frozen=True)
class RegistrationStatus:
    """Whether registration is open, with a plain-language explanation.

    ``code`` is one of open, waitlist, full, not_yet, closed, over, cancelled, postponed,
    invitation.
    """

    code: str
    label: str
    opens_at: datetime.datetime | None
    closes_at: datetime.datetime
    pools: list[SeatPool]

    @property
    def takes_registrations(self) -> bool:
        return self.code in ("open", "waitlist")


def registration_status(
    *,
    listening_session: ListeningSession,
    is_invited: bool = False,
    now: datetime.datetime | None = None,
) -> RegistrationStatus:
    """Return whether registration is open now, with an invitation or without one.

    For lists, prefetch ``seat_pools`` to avoid N+1 queries. ``pools`` is empty for a session that
    no longer takes registrations.
    """
    now = now or timezone.now()
    session = listening_session
    is_to_come = session.state == SessionState.SCHEDULED and not session.is_over(now=now)
    pools = list(session.seat_pools.all()) if is_to_come else []
    closes_at = session.registration_closes_at or session.starts_at
    code, label = _status(session, pools, closes_at, now, is_invited)
    return RegistrationStatus(code, label, session.registration_opens_at, closes_at, pools)


def _status(
    session: ListeningSession,
    pools: list[SeatPool],
    closes_at: datetime.datetime,
    now: datetime.datetime,
    is_invited: bool,
) -> tuple[str, str]:
    """Return the first condition that applies, the most important for a reader first."""
    full = all(pool.is_full for pool in pools)
    waits = session.waitlist_mode != WaitlistMode.NONE
    opens_at = session.registration_opens_at
    cases = (
        (session.state == SessionState.CANCELLED, "cancelled", _("Cancelled")),
        (session.state == SessionState.POSTPONED, "postponed", _("Postponed")),
        (
            session.state != SessionState.SCHEDULED or session.is_over(now=now),
            "over",
            _("Over"),
        ),
        (
            session.visibility == Visibility.INVITATION and not is_invited,
            "invitation",
            _("By invitation only"),
        ),
        (opens_at and now < opens_at, "not_yet", _("Registration is not open yet")),
        (now >= closes_at, "closed", _("Registration closed")),
        (full and waits, "waitlist", _("Full: waitlist open")),
        (full, "full", _("Full")),
    )
    for holds, code, label in cases:
        if holds:
            return code, label
    return "open", _("Registration open")


#: A session in a list, with its registration status.
SessionWithStatus = tuple[ListeningSession, RegistrationStatus]


def with_status(sessions: Iterable[ListeningSession]) -> list[SessionWithStatus]:
    """Return the sessions with their status; requires prefetched ``seat_pools``."""
    return [(each, registration_status(listening_session=each)) for each in sessions]


def going_ahead(sessions: Iterable[SessionWithStatus]) -> list[SessionWithStatus]:
    """Exclude cancelled and postponed sessions."""
    return [each for each in sessions if each[1].code not in {"cancelled", "postponed"}]
