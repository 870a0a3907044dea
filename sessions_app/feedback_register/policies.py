"""Who may do what to saved filters of the register."""

from django.contrib.auth.models import AnonymousUser
from django.db import models

from engagement_site.accounts.models import User
from sessions_app.core.policies import WHOLE_REGISTER, RecordPolicy
from sessions_app.feedback_register.models import SavedFilter


class SavedFilterPolicy(RecordPolicy):
    """Everybody's own; shared ones are changed by their owner and by managers."""

    verbs = {
        "view": ("sessions_app.view_feedbackitem",),
        "add": ("sessions_app.change_feedbackitem", *WHOLE_REGISTER),
        "change": ("sessions_app.change_feedbackitem", *WHOLE_REGISTER),
        "share": ("sessions_app.change_feedbackitem",),
        "change_shared": ("sessions_app.view_any_accommodation",),
    }

    def allows(self, user: User | AnonymousUser, action: str, instance: models.Model) -> bool:
        if action == "change" and isinstance(instance, SavedFilter):
            is_own = instance.owner_id == user.pk
            may_change_shared = instance.is_shared and self.user_has_permission(
                user, "change_shared"
            )
            return self.user_has_permission(user, "change") and (is_own or may_change_shared)
        return super().allows(user, action, instance)

    def visible(self, user: User | AnonymousUser) -> models.QuerySet[SavedFilter]:
        if isinstance(user, AnonymousUser) or not self.user_has_permission(user, "view"):
            return SavedFilter.objects.none()
        return SavedFilter.objects.usable_by(user)


POLICIES = (SavedFilterPolicy(SavedFilter),)
