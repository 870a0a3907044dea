"""Who may do what to these records."""

from django.contrib.auth.models import AnonymousUser
from django.db import models

from engagement_site.accounts.models import User
from sessions_app.actions.models import ActionEvidence, FollowUpAction
from sessions_app.core.policies import WHOLE_REGISTER, RecordPolicy
from sessions_app.programs.models import Agency


class ActionPolicy(RecordPolicy):
    verbs = {
        "view_any": ("sessions_app.view_any_action",),
        "hand_over": ("sessions_app.hand_over_action",),
        "export": ("sessions_app.change_followupaction", *WHOLE_REGISTER),
        "post_update": (
            "sessions_app.change_followupaction",
            "sessions_app.update_own_action",
        ),
        "answer": (
            "sessions_app.change_followupaction",
            "sessions_app.update_own_action",
        ),
    }
    program_path = "program"

    def allows(self, user: User | AnonymousUser, action: str, instance: models.Model) -> bool:
        if action == "post_update" and not self.user_has_permission(user, "change"):
            return (
                self.user_has_permission(user, "post_update")
                and isinstance(instance, FollowUpAction)
                and instance.owner_id == user.pk
            )
        if action == "answer" and not self.user_has_permission(user, "change"):
            return (
                self.user_has_permission(user, "answer")
                and isinstance(instance, FollowUpAction)
                and FollowUpAction.objects.filter(pk=instance.pk)
                .of_agency(Agency.objects.filter(staff__user=user.pk).values("pk")[:1])
                .exists()
            )
        return super().allows(user, action, instance)


class EvidencePolicy(RecordPolicy):
    """Evidence is as open as its update: to everybody, or to those who may see the action."""

    def allows(self, user: User | AnonymousUser, action: str, instance: models.Model) -> bool:
        return action == "view"


POLICIES = (ActionPolicy(FollowUpAction), EvidencePolicy(ActionEvidence))
