"""What waits for a staff member: the lists of the staff home page.

Each function returns the rows that this user may act on, most urgent first; none if their role does
not do such work. The page shows the first rows of each list.
"""

import datetime
from typing import TypeVar

from django.db.models import Count, F, Model, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from engagement_site.accounts.models import User
from sessions_app.actions.models import FollowUpAction
from sessions_app.core.policies import may
from sessions_app.feedback.enums import FeedbackState
from sessions_app.feedback.models import FeedbackItem
from sessions_app.listening_sessions.enums import SessionState
from sessions_app.listening_sessions.models import ListeningSession, SeatPool
from sessions_app.organizations.models import Organization
from sessions_app.organizations.models.organizations import LAPSES_SOON
from sessions_app.read_back.models import StatementAnswer, TrailAnswer
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.models import AccommodationRequest, Registration

#: How far ahead the home page looks.
SOON = datetime.timedelta(days=14)

Row = TypeVar("Row", bound=Model)


def own_actions(user: User) -> QuerySet[FollowUpAction]:
    """Return the open actions that the user owns."""
    own = FollowUpAction.objects.visible_to(user).filter(owner=user).open()
    return _with_names(own).order_by(F("due_on").asc(nulls_last=True), "pk")


def overdue_actions(user: User) -> QuerySet[FollowUpAction]:
    late = FollowUpAction.objects.overdue().order_by("due_on", "pk")
    return _if(may(user, "view_any", FollowUpAction), _with_names(late))


def silent_actions(user: User) -> QuerySet[FollowUpAction]:
    """Return the actions without an update, overdue or not; longest silent first."""
    silent = FollowUpAction.objects.silent().order_by("last_update_at", "pk")
    return _if(may(user, "view_any", FollowUpAction), _with_names(silent))


def actions_left_behind(user: User) -> QuerySet[FollowUpAction]:
    """Return the open actions of people whose account is deactivated."""
    left = FollowUpAction.objects.open().left_behind()
    return _if(
        may(user, "hand_over", FollowUpAction),
        _with_names(left).order_by(F("due_on").asc(nulls_last=True), "pk"),
    )


def accommodations_left_behind(user: User) -> QuerySet[AccommodationRequest]:
    """Return the open accommodation requests of people whose account is deactivated."""
    left = AccommodationRequest.objects.visible_to(user).open().left_behind()
    return _if(
        may(user, "hand_over", FollowUpAction),
        left.select_related("registration__listening_session", "assignee").order_by("due_on", "pk"),
    )


def sessions_left_behind(user: User) -> QuerySet[ListeningSession]:
    """Return the sessions to come whose host has a deactivated account."""
    left = ListeningSession.objects.left_behind().select_related("host")
    return _if(may(user, "hand_over", FollowUpAction), left.order_by("starts_at", "pk"))


def sessions_soon(user: User) -> QuerySet[ListeningSession]:
    """Return the sessions of the next two weeks.

    Each carries ``seats_taken``, ``people_waiting`` and, for users who may see them,
    ``open_accommodations``.
    """
    now = timezone.now()
    soon = ListeningSession.objects.filter(
        state=SessionState.SCHEDULED, starts_at__lt=now + SOON, ends_at__gte=now
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
    return _if(
        may(user, "view", ListeningSession),
        soon.select_related("host")
        .annotate(
            seats_taken=_sum(pools, "taken"),
            people_waiting=_sum(pools, "waiting"),
            open_accommodations=Coalesce(Subquery(unmet), 0),
        )
        .order_by("starts_at", "pk"),
    )


def registrations_to_approve(user: User) -> QuerySet[Registration]:
    pending = Registration.objects.filter(state=RegistrationState.PENDING_APPROVAL)
    return _if(may(user, "change", ListeningSession), pending)


def sessions_with_approvals(user: User) -> QuerySet[ListeningSession]:
    """Return the sessions with registrations to approve, and how many as ``to_approve``."""
    pending = registrations_to_approve(user).order_by()
    here = pending.filter(listening_session=OuterRef("pk")).values("listening_session")
    return (
        ListeningSession.objects.filter(pk__in=pending.values("listening_session"))
        .annotate(to_approve=Subquery(here.annotate(n=Count("pk")).values("n")))
        .order_by("starts_at", "pk")
    )


def sessions_to_close_out(user: User) -> QuerySet[ListeningSession]:
    """Return the sessions that were held, and that nobody has closed out."""
    over = ListeningSession.objects.to_close_out().order_by("starts_at", "pk")
    return _if(may(user, "change", ListeningSession), over)


def accommodations_to_arrange(user: User) -> QuerySet[AccommodationRequest]:
    """Return the open requests for sessions that are not over."""
    return (
        AccommodationRequest.objects.visible_to(user)
        .open()
        .filter(registration__listening_session__ends_at__gte=timezone.now())
        .select_related("registration__listening_session", "assignee")
        .order_by("due_on", "pk")
    )


def organizations_to_verify(user: User) -> QuerySet[Organization]:
    waiting = Organization.objects.to_verify().order_by("created_at", "pk")
    return _if(may(user, "verify", Organization), waiting)


def organizations_lapsing(user: User) -> QuerySet[Organization]:
    lapsing = Organization.objects.lapsing(by=timezone.localdate() + LAPSES_SOON)
    return _if(may(user, "verify", Organization), lapsing)


def new_feedback(user: User) -> QuerySet[FeedbackItem]:
    """Return what was said and nobody has reviewed yet, newest first."""
    new = FeedbackItem.objects.counted().filter(state=FeedbackState.NEW).select_related("program")
    is_coder = may(user, "change", FeedbackItem) and may(user, "read_source", FeedbackItem)
    return _if(is_coder, new.order_by("-received_on", "-pk"))


def new_messages(user: User) -> QuerySet[FeedbackItem]:
    """Return items to which their writer added something that nobody has read, newest first."""
    items = FeedbackItem.objects.with_new_messages().select_related("program")
    is_reader = may(user, "change", FeedbackItem) and may(user, "read_note", FeedbackItem)
    return _if(is_reader, items.order_by("-received_on", "-pk"))


def feedback_with_objections(user: User) -> QuerySet[FeedbackItem]:
    """Return the items of which an organization says that what came of them is not told right.

    Or whose summary it corrected.
    """
    waiting = TrailAnswer.objects.to_read().values("feedback_item")
    corrected = StatementAnswer.objects.open_corrections().values("feedback_item")
    items = FeedbackItem.objects.filter(Q(pk__in=waiting) | Q(pk__in=corrected))
    return _if(
        may(user, "change", FeedbackItem),
        items.select_related("program").order_by("received_on", "pk"),
    )


def summaries_to_approve(user: User) -> QuerySet[FeedbackItem]:
    waiting = FeedbackItem.objects.summary_to_approve().select_related("program")
    return _if(may(user, "approve_summary", FeedbackItem), waiting.order_by("-received_on", "-pk"))


def _with_names(actions: QuerySet[FollowUpAction]) -> QuerySet[FollowUpAction]:
    return actions.select_related("lead_agency", "owner", "owner_contact")


def _sum(pools: QuerySet[SeatPool], field: str) -> Coalesce:
    total = pools.values("listening_session").annotate(n=Sum(field)).values("n")
    return Coalesce(Subquery(total), 0)


def _if(is_allowed: bool, rows: QuerySet[Row]) -> QuerySet[Row]:
    return rows if is_allowed else rows.none()
