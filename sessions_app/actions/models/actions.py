"""Follow-up actions."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagement_site.accounts.models import User
from sessions_app.actions.enums import (
    COMMITTED_ACTION_STATES,
    DONE_ACTION_STATES,
    ENDED_ACTION_STATES,
    OPEN_ACTION_STATES,
    ActionState,
    DueWindow,
    Priority,
)
from sessions_app.core.models import (
    ReferencedModel,
    SearchedModel,
    SearchedQuerySet,
    TimestampedModel,
)
from sessions_app.feedback.models import FeedbackItem
from sessions_app.organizations.models import Contact
from sessions_app.programs.models import Agency, Program

#: An open action without an update for this long counts as silent.
SILENCE = datetime.timedelta(days=60)


def _has_part(agency: Any) -> Q:
    supported = FollowUpAction.supporting_agencies.through.objects.filter(agency=agency)
    return Q(lead_agency=agency) | Q(pk__in=supported.values("followupaction_id"))


class FollowUpActionQuerySet(SearchedQuerySet["FollowUpAction"]):
    def public(self) -> "FollowUpActionQuerySet":
        """Actions in the public tracker."""
        return self.filter(is_public=True)

    def open(self) -> "FollowUpActionQuerySet":
        return self.filter(state__in=OPEN_ACTION_STATES)

    def overdue(self, *, today: datetime.date | None = None) -> "FollowUpActionQuerySet":
        """Actions past a due date that somebody has committed to."""
        return self.filter(
            state__in=COMMITTED_ACTION_STATES, due_on__lt=today or timezone.localdate()
        )

    def due(self, window: str, *, today: datetime.date | None = None) -> "FollowUpActionQuerySet":
        """Actions that somebody has committed to, due in a :class:`DueWindow`.

        A week ends on Sunday; the rest of a month begins after it, unless the week reaches into the
        next month.
        """
        today = today or timezone.localdate()
        if window == DueWindow.OVERDUE:
            return self.overdue(today=today)
        committed = self.filter(state__in=COMMITTED_ACTION_STATES)
        if window == DueWindow.NONE:
            return committed.filter(due_on=None)
        week_ends = today + datetime.timedelta(days=6 - today.weekday())
        next_month = (today.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
        month_ends = max(week_ends, next_month - datetime.timedelta(days=1))
        if window == DueWindow.WEEK:
            return committed.filter(due_on__range=(today, week_ends))
        if window == DueWindow.MONTH:
            return committed.filter(due_on__gt=week_ends, due_on__lte=month_ends)
        return committed.filter(due_on__gt=month_ends)

    def of_agency(self, agency: "int | models.QuerySet[Any]") -> "FollowUpActionQuerySet":
        """Actions that an agency leads or supports; the agency is a key or selects one."""
        return self.filter(_has_part(agency))

    def silent(self) -> "FollowUpActionQuerySet":
        """Open actions with no update for :data:`SILENCE`, whatever their due date."""
        return self.open().filter(last_update_at__lt=timezone.now() - SILENCE)

    def unowned(self) -> "FollowUpActionQuerySet":
        """Actions that belong to nobody, with or without an account."""
        return self.filter(owner=None, owner_contact=None)

    def left_behind(self) -> "FollowUpActionQuerySet":
        """Actions of people whose account is deactivated."""
        # A subquery, not a join, so that SQLite starts from the few users and not from all actions.
        return self.filter(owner__in=User.objects.deactivated())

    def visible_to(self, user: User | AnonymousUser) -> "FollowUpActionQuerySet":
        """All actions for users who may view the register; otherwise own and own agency's."""
        if user.has_perm("sessions_app.view_any_action"):
            return self
        if isinstance(user, AnonymousUser) or not user.has_perm("sessions_app.view_followupaction"):
            return self.none()
        own = Q(owner=user)
        agency = getattr(getattr(user, "staff_profile", None), "agency_id", None)
        if agency is not None:
            own |= _has_part(agency)
        return self.filter(own)


class FollowUpAction(SearchedModel, ReferencedModel, TimestampedModel):
    """What an agency proposes to do because of feedback, and undertakes once it is accepted."""

    REFERENCE_KIND = "FA"
    SEARCHED = ("reference", "title", "description")

    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("planned action"))
    program = models.ForeignKey(
        Program, models.PROTECT, related_name="actions", verbose_name=_("program")
    )
    lead_agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="led_actions", verbose_name=_("lead agency")
    )
    supporting_agencies = models.ManyToManyField(
        Agency,
        blank=True,
        related_name="supported_actions",
        verbose_name=_("supporting agencies"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_actions",
        verbose_name=_("owner"),
    )
    owner_contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_actions",
        verbose_name=_("owner without an account"),
    )
    priority = models.CharField(
        _("priority"), max_length=20, choices=Priority, default=Priority.NORMAL
    )
    due_on = models.DateField(_("due date"), null=True, blank=True)
    #: The first date that somebody committed to. Kept when the due date is revised.
    first_due_on = models.DateField(_("first due date"), null=True, blank=True, editable=False)
    is_public = models.BooleanField(
        _("show in the public tracker"),
        default=False,
        help_text=_("Shows the title, the planned action, public updates and the outcome."),
    )
    state = models.CharField(
        _("status"),
        max_length=20,
        choices=ActionState,
        default=ActionState.PROPOSED,
        editable=False,
    )
    state_reason = models.TextField(_("reason"), blank=True, editable=False)
    superseded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="supersedes",
        verbose_name=_("replaced by"),
    )
    outcome = models.TextField(
        _("outcome"),
        blank=True,
        help_text=_("The result. The public sees it once the action is completed."),
    )
    last_update_at = models.DateTimeField(_("last update"), default=timezone.now, editable=False)
    feedback_items = models.ManyToManyField(
        FeedbackItem, through="ActionLink", related_name="actions"
    )

    objects = FollowUpActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("follow-up action")
        verbose_name_plural = _("follow-up actions")
        permissions = [
            ("view_any_action", _("Can view all follow-up actions")),
            ("hand_over_action", _("Can hand over the work of people who have left")),
            ("update_own_action", _("Can post updates to their own follow-up actions")),
        ]
        constraints = [
            models.CheckConstraint(
                name="action_declined_with_reason",
                condition=~Q(state=ActionState.DECLINED) | ~Q(state_reason=""),
            ),
            models.CheckConstraint(
                name="action_proposal_promises_no_date",
                condition=~Q(state=ActionState.PROPOSED) | Q(first_due_on__isnull=True),
            ),
            models.CheckConstraint(
                name="action_superseded_by_another",
                condition=(
                    Q(state=ActionState.SUPERSEDED, superseded_by__isnull=False)
                    & ~Q(state_reason="")
                    & ~Q(superseded_by=F("pk"))
                )
                | (~Q(state=ActionState.SUPERSEDED) & Q(superseded_by__isnull=True)),
            ),
            models.CheckConstraint(
                name="action_one_owner",
                condition=Q(owner__isnull=True) | Q(owner_contact__isnull=True),
                violation_error_message=_(
                    "Choose an owner with an account or one without, not both."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on", "id"], name="action_by_state"),
            models.Index(fields=["owner", "state", "due_on"], name="action_by_owner"),
            models.Index(fields=["lead_agency", "due_on", "id"], name="action_by_agency"),
            models.Index(fields=["program", "due_on", "id"], name="action_by_program"),
            models.Index(fields=["priority", "due_on", "id"], name="action_by_priority"),
            models.Index(fields=["due_on", "id"], name="action_by_due"),
            models.Index(fields=["state", "last_update_at", "id"], name="action_by_silence"),
            models.Index(
                fields=["due_on", "id"],
                name="action_of_nobody",
                condition=Q(owner__isnull=True, owner_contact__isnull=True),
            ),
            models.Index(
                fields=["-last_update_at", "-id"],
                name="action_public_newest",
                condition=Q(is_public=True),
            ),
            models.Index(
                fields=["state", "-last_update_at", "-id"],
                name="action_public_by_state",
                condition=Q(is_public=True),
            ),
            models.Index(
                fields=["program", "-last_update_at", "-id"],
                name="action_public_by_program",
                condition=Q(is_public=True),
            ),
            models.Index(
                fields=["lead_agency", "-last_update_at", "-id"],
                name="action_public_by_agency",
                condition=Q(is_public=True),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_ACTION_STATES

    @property
    def is_proposed(self) -> bool:
        """Whether nobody has committed to it yet."""
        return self.state == ActionState.PROPOSED

    @property
    def public_due_on(self) -> datetime.date | None:
        """The due date as the public may know it: none of what is only proposed, or has ended."""
        if self.state in (ActionState.PROPOSED, *ENDED_ACTION_STATES):
            return None
        return self.due_on

    @property
    def public_first_due_on(self) -> datetime.date | None:
        """The date that was promised first, while there is a promise."""
        return self.first_due_on if self.public_due_on else None

    def is_past_due(self, *, today: datetime.date | None = None) -> bool:
        """Whether its due date has passed. Of a proposal, that is no broken commitment."""
        return (
            self.is_open
            and self.due_on is not None
            and self.due_on < (today or timezone.localdate())
        )

    def is_overdue(self) -> bool:
        return self.state in COMMITTED_ACTION_STATES and self.is_past_due()

    def is_silent(self) -> bool:
        return self.is_open and self.last_update_at < timezone.now() - SILENCE

    @property
    def public_reason(self) -> str:
        """Why it was declined, or replaced by another."""
        return self.state_reason if self.state in ENDED_ACTION_STATES else ""

    @property
    def public_outcome(self) -> str:
        """The outcome, while it is one: what was reached is open again if the action is."""
        return self.outcome if self.state in DONE_ACTION_STATES else ""

    def get_absolute_url(self) -> str:
        return reverse("sessions_app:action_detail", args=[self.reference])
