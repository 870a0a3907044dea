"""Who may import feedback items."""

from django.contrib.auth.models import AnonymousUser
from django.db import models

from engagement_site.accounts.models import User
from sessions_app.core.policies import RecordPolicy
from sessions_app.feedback_import.models import FeedbackImport


class ImportPolicy(RecordPolicy):
    """Whoever may log feedback imports it, and works on their own imports alone."""

    verbs = {
        "add": ("sessions_app.add_feedbackitem",),
        "view": ("sessions_app.add_feedbackitem",),
        "change": ("sessions_app.add_feedbackitem",),
    }

    def allows(self, user: User | AnonymousUser, action: str, instance: models.Model) -> bool:
        return (
            super().allows(user, action, instance)
            and isinstance(user, User)
            and isinstance(instance, FeedbackImport)
            and instance.is_by(user)
        )


POLICIES = (ImportPolicy(FeedbackImport),)
