"""Who can be assigned a feedback item: staff who may edit feedback."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from engagement_site.accounts.models import User

_CODENAME = "change_feedbackitem"


def assignees() -> QuerySet[User]:
    """Return the active users who may edit feedback, by name."""
    groups = User.groups.through.objects.filter(
        user_id=OuterRef("pk"), group__permissions__codename=_CODENAME
    )
    own = User.user_permissions.through.objects.filter(
        user_id=OuterRef("pk"), permission__codename=_CODENAME
    )
    may_edit = Q(is_superuser=True) | Exists(groups) | Exists(own)
    return User.objects.filter(may_edit, is_active=True).order_by("last_name", "first_name", "pk")


def may_be_assigned(user: User) -> bool:
    """Whether feedback can be assigned to a user."""
    return assignees().filter(pk=user.pk).exists()
