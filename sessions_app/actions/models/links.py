"""Links between follow-up actions and the feedback items that they answer."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions_app.actions.enums import LinkRelation
from sessions_app.actions.models.actions import FollowUpAction
from sessions_app.core.models import TimestampedModel
from sessions_app.feedback.models import FeedbackItem


class ActionLink(TimestampedModel):
    """How one action answers one feedback item (through model)."""

    action = models.ForeignKey(FollowUpAction, models.CASCADE, related_name="feedback_links")
    feedback_item = models.ForeignKey(FeedbackItem, models.PROTECT, related_name="action_links")
    relation = models.CharField(
        _("relation"), max_length=20, choices=LinkRelation, default=LinkRelation.ADDRESSES
    )
    note = models.TextField(_("note"), blank=True)
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("feedback link")
        verbose_name_plural = _("feedback links")
        constraints = [
            models.UniqueConstraint(
                fields=["action", "feedback_item"], name="action_linked_once_to_item"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} · {self.feedback_item}"
