"""Accommodation requests: what somebody needs to take part, and arranging it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.enums import ACCOMMODATION_MOVES, AccommodationState
from sessions_app.models import AccommodationRequest, Registration
from sessions_app.services import audit
from sessions_app.services.moves import check_move, require_reason


@dataclass(frozen=True)
class AccommodationInput:
    """One need. ``language`` is the one to interpret, in the registrant's words."""

    kind: str
    language: str = ""
    detail: str = ""


def set_needs(
    *,
    registration: Registration,
    needs: Sequence[AccommodationInput],
    by: User | None,
) -> None:
    """Make the open requests of a registration those in ``needs``.

    Inside the caller's transaction. A request that is asked for still keeps its state and
    assignee; one that is not is withdrawn. A late request is taken, and marked.
    """
    session = registration.listening_session
    known = {request.kind: request for request in registration.accommodation_requests.open()}
    due_on = session.local_start.date() - datetime.timedelta(days=session.accommodation_lead_days)
    for need in needs:
        request = known.pop(need.kind, None)
        if request is None:
            today = timezone.now().astimezone(session.zone).date()
            request = AccommodationRequest.objects.create(
                registration=registration,
                kind=need.kind,
                language=need.language,
                detail=need.detail,
                due_on=max(due_on, today),
                is_late=due_on < today,
            )
            audit.record(instance=request, action="engagement.accommodation.create", by=by)
        elif (request.language, request.detail) != (need.language, need.detail):
            request.language, request.detail = need.language, need.detail
            request.save(update_fields=["language", "detail", "updated_at"])
    for request in known.values():
        _move(request, AccommodationState.WITHDRAWN, by=by)


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
    """Move a request on. ``unmet`` needs a reason."""
    current = AccommodationRequest.objects.select_for_update().get(pk=request.pk)
    if to_state == AccommodationState.UNMET:
        reason = require_reason(reason, _("Say why it could not be arranged."))
    _move(current, to_state, by=by, reason=reason)
    return current


@transaction.atomic
def assign(
    *,
    request: AccommodationRequest,
    assignee: User | None,
    by: User,
) -> AccommodationRequest:
    """Give a request to the staff member who arranges it; from then on they can read it."""
    current = AccommodationRequest.objects.select_for_update().get(pk=request.pk)
    current.assignee = assignee
    current.save(update_fields=["assignee", "updated_at"])
    audit.record(
        instance=current,
        action="engagement.accommodation.assign",
        by=by,
        assignee=None if assignee is None else assignee.pk,
    )
    return current


def _move(
    request: AccommodationRequest,
    to_state: str,
    *,
    by: User | None,
    reason: str = "",
) -> None:
    check_move(record=request, to=to_state, moves=ACCOMMODATION_MOVES)
    was = request.state
    request.state = to_state
    request.state_reason = reason
    request.save(update_fields=["state", "state_reason", "updated_at"])
    audit.record(
        instance=request, action="engagement.accommodation.move", by=by, state=[was, to_state]
    )
