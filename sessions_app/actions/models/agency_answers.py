"""Answers of agencies to the part that an action gives them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions_app.actions.enums import AgencyReply, AnswerChannel
from sessions_app.actions.models.actions import FollowUpAction
from sessions_app.core.models import TimestampedModel
from sessions_app.programs.models import Agency


class AgencyAnswer(TimestampedModel):
    """What an agency answered when it was asked to lead or to support an action, and when.

    A later answer of the same agency in the same part replaces an earlier one, which stays.
    """

    action = models.ForeignKey(FollowUpAction, models.PROTECT, related_name="agency_answers")
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="action_answers", verbose_name=_("agency")
    )
    #: Agreeing to help is not agreeing to lead, should the lead agency change.
    as_lead = models.BooleanField(_("as lead agency"), db_default=False)
    answer = models.CharField(_("answer"), max_length=20, choices=AgencyReply)
    reason = models.TextField(_("reason"), blank=True, db_default="")
    answered_on = models.DateField(_("date of the answer"), default=timezone.localdate)
    channel = models.CharField(_("how we received it"), max_length=20, choices=AnswerChannel)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("agency answer")
        verbose_name_plural = _("agency answers")
        constraints = [
            models.CheckConstraint(
                name="agency_declines_with_reason",
                condition=~Q(answer=AgencyReply.DECLINED) | ~Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["action", "agency", "-id"], name="agency_answer_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.action} · {self.agency}"

    @property
    def is_acceptance(self) -> bool:
        return self.answer == AgencyReply.ACCEPTED
