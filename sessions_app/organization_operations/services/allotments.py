"""Combines the seat allotments of merged organizations, and splits them again.

Lock order: sessions, then pools, then allotments (``registrations/services/seats.py``). Every
function runs inside the caller's transaction.
"""

from typing import Any

from django.db.models import Sum

from sessions_app.listening_sessions.models import ListeningSession, SeatAllotment, SeatPool
from sessions_app.organizations.models import Organization
from sessions_app.registrations.enums import ACTIVE_REGISTRATION_STATES
from sessions_app.registrations.models import Registration


def combine_allotments(*, kept: Organization, merged: Organization) -> list[dict[str, Any]]:
    """Count the seats of ``merged`` against the allotments of ``kept``; return what was changed.

    If the sum exceeds the limit, the limit is raised to the sum: nobody loses a seat. Must be
    called while the registrations still belong to ``merged``.
    """
    done = []
    for theirs in _allotments(merged):
        mine, made = SeatAllotment.objects.select_for_update().get_or_create(
            listening_session=theirs.listening_session,
            organization=kept,
            defaults={"seats": theirs.seats},
        )
        before = mine.seats
        mine.taken += theirs.taken
        if mine.seats is not None:
            mine.seats = max(mine.seats, mine.taken)
        mine.save(update_fields=["taken", "seats"])
        SeatAllotment.objects.filter(pk=theirs.pk).update(taken=0)
        done.append(
            {
                "session": theirs.listening_session_id,
                "made": made,
                "seats": [before, mine.seats],
                "taken": theirs.taken,
                "active": _active(merged, theirs.listening_session_id),
            }
        )
    return done


def split_allotments(
    *, kept: Organization, merged: Organization, combined: list[dict[str, Any]]
) -> None:
    """Split the count again, once the registrations have moved back to ``merged``.

    Includes seats that these registrations gained or gave up in the meantime.
    """
    for entry in combined:
        pair = {"listening_session": entry["session"]}
        mine = SeatAllotment.objects.select_for_update().get(organization=kept, **pair)
        theirs = SeatAllotment.objects.select_for_update().get(organization=merged, **pair)
        gained = _active(merged, entry["session"]) - entry["active"]
        theirs.taken = min(max(entry["taken"] + gained, 0), mine.taken)
        mine.taken -= theirs.taken
        before, raised = entry["seats"]
        if mine.seats == raised:  # unless staff have set another limit since
            mine.seats = before
        for row in (mine, theirs):
            if row.seats is not None:
                row.seats = max(row.seats, row.taken)
            row.save(update_fields=["taken", "seats"])
        if entry["made"] and not mine.taken:
            mine.delete()


def lock_sessions(*organizations: Organization) -> None:
    """Lock every session that these organizations have seats or registrations at."""
    keys = {
        key
        for model in (SeatAllotment, Registration)
        for key in model._base_manager.filter(organization__in=organizations)
        .order_by()
        .values_list("listening_session", flat=True)
        .distinct()
    }
    sessions = ListeningSession.objects.select_for_update(of=("self",), no_key=True)
    list(sessions.filter(pk__in=keys).order_by("pk"))
    pools = SeatPool.objects.select_for_update(of=("self",)).filter(listening_session__in=keys)
    list(pools.order_by("listening_session", "mode"))


def _allotments(organization: Organization) -> list[SeatAllotment]:
    rows = SeatAllotment.objects.select_for_update(of=("self",)).filter(organization=organization)
    return list(rows.select_related("listening_session").order_by("pk"))


def _active(organization: Organization, session: int) -> int:
    seats = Registration.objects.filter(
        organization=organization, listening_session=session, state__in=ACTIVE_REGISTRATION_STATES
    ).aggregate(sum=Sum("seats"))
    return seats["sum"] or 0
