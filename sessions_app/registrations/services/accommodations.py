"""Services that request, assign and arrange accommodations."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.transitions import require_reason, transition
from sessions_app.core.services.versions import lock
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.listening_sessions.services import readiness
from sessions_app.registrations.enums import (
    ACCOMMODATION_TRANSITIONS,
    INTERPRETED_BY,
    AccommodationState,
)
from sessions_app.registrations.models import AccommodationRequest, Registration


@dataclass(frozen=True)
class AccommodationInput:
    """One accommodation. ``language`` is the language to interpret, as the registrant wrote it."""

    kind: str
    language: str = ""
    detail: str = ""


def reopen_readiness(
    *, registration: Registration, needs: Sequence[AccommodationInput], by: User | None
) -> None:
    """Uncheck what the session's readiness list says is arranged, if ``needs`` are new or differ.

    Inside the caller's transaction, before :func:`set_needs` and before a seat pool is locked (see
    :func:`readiness.reopen`).
    """
    known = set()
    if registration.pk is not None:
        requests = registration.accommodation_requests.open()
        known = set(requests.values_list("kind", "language", "detail"))
    new = {need.kind for need in needs if (need.kind, need.language, need.detail) not in known}
    if not new:
        return
    checks = ["accommodations_ready"]
    if not INTERPRETED_BY.isdisjoint(new):
        checks.append("interpreters_ready")
    readiness.reopen(listening_session=registration.listening_session, checks=checks, by=by)


def set_needs(
    *,
    registration: Registration,
    needs: Sequence[AccommodationInput],
    by: User | None,
) -> None:
    """Make the open requests of a registration match ``needs``.

    Inside the caller's transaction. A request that is still needed keeps its state and assignee;
    one that is not is withdrawn. An interpreter for another language is a new request with the same
    assignee, because what was ordered is of no use. A late request is accepted and marked as late.
    """
    known = {request.kind: request for request in registration.accommodation_requests.open()}
    for need in needs:
        request = known.pop(need.kind, None)
        if request is None:
            _ask(registration, need, by=by)
        elif request.language != need.language:
            _move(request, AccommodationState.WITHDRAWN, by=by)
            _ask(registration, need, by=by, assignee=request.assignee)
        elif request.detail != need.detail:
            request.detail = need.detail
            request.save(update_fields=["detail", "updated_at"])
            audit.record(
                instance=request,
                action="engagement.accommodation.edit",
                by=by,
                fields=["detail"],
            )
    for request in known.values():
        _move(request, AccommodationState.WITHDRAWN, by=by)


def follow(*, listening_session: ListeningSession, days: datetime.timedelta) -> None:
    """Shift the due dates of open requests when a session moves by ``days``.

    Inside the caller's transaction. A request inside the lead time is marked as late.
    """
    requests = AccommodationRequest.objects.open().filter(
        registration__listening_session=listening_session
    )
    latest = _latest_order(listening_session)
    for request in requests:
        request.due_on += days
        request.is_late = request.created_at.astimezone(listening_session.zone).date() > latest
        request.save(update_fields=["due_on", "is_late", "updated_at"])


def _ask(
    registration: Registration,
    need: AccommodationInput,
    *,
    by: User | None,
    assignee: User | None = None,
) -> None:
    session = registration.listening_session
    latest = _latest_order(session)
    today = timezone.now().astimezone(session.zone).date()
    request = AccommodationRequest.objects.create(
        registration=registration,
        kind=need.kind,
        language=need.language,
        detail=need.detail,
        assignee=assignee,
        due_on=max(latest, today),
        is_late=latest < today,
    )
    audit.record(instance=request, action="engagement.accommodation.create", by=by)


def _latest_order(session: ListeningSession) -> datetime.date:
    """Return the last date, local to the session, that is outside its lead time."""
    return session.local_start.date() - datetime.timedelta(days=session.accommodation_lead_days)


def withdraw_all(*, registration: Registration, by: User | None) -> None:
    """Withdraw every open request of a registration that has ended."""
    for request in registration.accommodation_requests.open():
        _move(request, AccommodationState.WITHDRAWN, by=by)


@transaction.atomic
def move(
    *,
    request: AccommodationRequest,
    to_state: str,
    by: User,
    reason: str = "",
) -> AccommodationRequest:
    """Change the state of a request. ``unmet`` needs a reason."""
    current = lock(request)
    if to_state == AccommodationState.UNMET:
        reason = require_reason(reason, _("Enter the reason it could not be arranged."))
    _move(current, to_state, by=by, reason=reason)
    return current


@transaction.atomic
def assign(
    *,
    request: AccommodationRequest,
    assignee: User | None,
    due_on: datetime.date | None = None,
    by: User,
) -> AccommodationRequest:
    """Assign a request to the staff member who arranges it, who can read it from then on.

    ``due_on`` is the due date; None leaves it unchanged. Raises :class:`EngagementError` for a date
    after the session.
    """
    current = lock(request)
    session = current.registration.listening_session
    if due_on is not None and due_on > session.local_start.date():
        raise EngagementError(
            _("The due date must be on or before %(day)s, the day of the session.")
            % {"day": formats.date_format(session.local_start, "SHORT_DATE_FORMAT")},
            field="due_on",
        )
    current.assignee = assignee
    current.due_on = due_on or current.due_on
    current.save(update_fields=["assignee", "due_on", "updated_at"])
    audit.record(
        instance=current,
        action="engagement.accommodation.assign",
        by=by,
        assignee=None if assignee is None else assignee.pk,
        due_on=current.due_on.isoformat(),
    )
    return current


def _move(request: AccommodationRequest, to: str, *, by: User | None, reason: str = "") -> None:
    transition(
        record=request,
        to=to,
        allowed=ACCOMMODATION_TRANSITIONS,
        action="engagement.accommodation.move",
        by=by,
        reason=reason,
    )
