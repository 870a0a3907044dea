"""What needs a staff member's attention, for the staff home page."""

import datetime
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Count, Model, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from engagement_site.accounts.models import User
from sessions_app.actions.models import FollowUpAction
from sessions_app.feedback.enums import FeedbackState
from sessions_app.feedback.models import FeedbackItem
from sessions_app.listening_sessions.enums import SessionState
from sessions_app.listening_sessions.models import ListeningSession, SeatPool
from sessions_app.organizations.models import Organization
from sessions_app.organizations.models.organizations import LAPSES_SOON
from sessions_app.registrations.models import AccommodationRequest

#: How far ahead the home page looks.
SOON = datetime.timedelta(days=14)
#: Rows of each list, before a link to the register.
SHOWN = 6
#: Totals are counted up to this number and then shown as "more than".
COUNT_CAP = 1000

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Attention:
    """Lists of at most :data:`SHOWN` rows, and totals of at most :data:`COUNT_CAP`.

    Each session carries ``seats_taken``, ``people_waiting`` and, for users who may see them,
    ``open_accommodations``.
    """

    sessions: list[ListeningSession]
    organizations: list[Organization]
    organizations_total: int
    lapsing: list[Organization]
    feedback: list[FeedbackItem]
    feedback_total: int
    late_actions: list[FollowUpAction]
    late_total: int
    accommodations: list[AccommodationRequest]
    accommodations_total: int


def attention(*, user: User) -> Attention:
    """Return what needs this user's attention, limited to what they may view."""
    organizations = _if(
        user, "sessions_app.verify_organization", Organization.objects.to_verify()
    ).order_by("created_at")
    feedback = _if(
        user,
        "sessions_app.view_feedbackitem",
        FeedbackItem.objects.filter(state=FeedbackState.NEW),
    ).order_by("-received_on", "-pk")
    lapsing = _if(
        user,
        "sessions_app.verify_organization",
        Organization.objects.lapsing(by=timezone.localdate() + LAPSES_SOON),
    )
    late = FollowUpAction.objects.visible_to(user).late().order_by("due_on", "pk")
    accommodations = (
        AccommodationRequest.objects.visible_to(user)
        .open()
        .filter(registration__listening_session__ends_at__gte=timezone.now())
        .order_by("due_on", "pk")
    )
    return Attention(
        sessions=_sessions(user),
        organizations=list(organizations[:SHOWN]),
        organizations_total=_capped(organizations),
        lapsing=list(lapsing[:SHOWN]),
        feedback=list(feedback.select_related("program", "listening_session")[:SHOWN]),
        feedback_total=_capped(feedback),
        late_actions=list(late.select_related("lead_agency", "owner", "program")[:SHOWN]),
        late_total=_capped(late),
        accommodations=list(
            accommodations.select_related("registration__listening_session", "assignee")[:SHOWN]
        ),
        accommodations_total=_capped(accommodations),
    )


def _sessions(user: User) -> list[ListeningSession]:
    now = timezone.now()
    soon = _if(
        user,
        "sessions_app.view_listeningsession",
        ListeningSession.objects.filter(
            state=SessionState.SCHEDULED, starts_at__lt=now + SOON, ends_at__gte=now
        ),
    )
    pools = SeatPool.objects.filter(listening_session=OuterRef("pk")).order_by()
    unmet = (
        AccommodationRequest.objects.visible_to(user)
        .open()
        .filter(registration__listening_session=OuterRef("pk"))
        .order_by()
        .values("registration__listening_session")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return list(
        soon.select_related("program", "venue")
        .annotate(
            seats_taken=_sum(pools, "taken"),
            people_waiting=_sum(pools, "waiting"),
            open_accommodations=Coalesce(Subquery(unmet), 0),
        )
        .order_by("starts_at", "pk")[:SHOWN]
    )


def _sum(pools: QuerySet[SeatPool], field: str) -> Coalesce:
    total = pools.values("listening_session").annotate(n=Sum(field)).values("n")
    return Coalesce(Subquery(total), 0)


def _if(user: User, permission: str, rows: QuerySet[Row]) -> QuerySet[Row]:
    return rows if user.has_perm(permission) else rows.none()


def _capped(rows: QuerySet[Row]) -> int:
    return rows.order_by()[:COUNT_CAP].count()
