"""Updates of follow-up actions."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions_app.actions.enums import OPEN_ACTION_STATES, ActionState
from sessions_app.actions.models.actions import FollowUpAction


class ActionUpdate(models.Model):
    """A progress report on an action. Append-only: a trigger rejects UPDATE and DELETE."""

    action = models.ForeignKey(FollowUpAction, models.PROTECT, related_name="updates")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("posted on"), default=timezone.now, editable=False)
    text = models.TextField(_("what happened"))
    from_state = models.CharField(max_length=20, choices=ActionState, editable=False)
    to_state = models.CharField(max_length=20, choices=ActionState, editable=False)
    revised_due_on = models.DateField(_("new due date"), null=True, blank=True)
    due_reason = models.TextField(_("reason for the new date"), blank=True)
    is_public = models.BooleanField(_("show to the public"), default=False)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("action update")
        verbose_name_plural = _("action updates")
        constraints = [
            models.CheckConstraint(
                name="action_update_new_date_has_reason",
                condition=Q(revised_due_on__isnull=True) | ~Q(due_reason=""),
            ),
        ]
        indexes = [models.Index(fields=["action", "-at", "-id"], name="action_update_newest")]

    def __str__(self) -> str:
        return f"{self.action} · {self.at:%Y-%m-%d}"

    @property
    def changes_state(self) -> bool:
        return self.from_state != self.to_state

    @property
    def reopens(self) -> bool:
        """Whether it is a way back: the action was returned or reopened."""
        return self.from_state not in OPEN_ACTION_STATES and self.to_state in OPEN_ACTION_STATES

    @property
    def step_label(self) -> str:
        """The change of state, for the public."""
        return str(_("Reopened")) if self.reopens else self.get_to_state_display()

    @property
    def public_due_on(self) -> datetime.date | None:
        """The new due date as the public may know it: none while the action was only proposed."""
        return None if self.to_state == ActionState.PROPOSED else self.revised_due_on
