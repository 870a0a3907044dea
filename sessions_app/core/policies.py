"""Permission policies: who may do what to which record, for every staff screen.

A *verb* is one of Wagtail's (``add``, ``change``, ``view``) or one of ours (``verify``,
``read_note``, …). A policy grants a verb by Django permissions, which come from
:mod:`sessions_app.core.roles`, and limits it to the records in the model's
``QuerySet.visible_to(user)``. Staff screens never delete anything.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.http import Http404
from wagtail.permission_policies import ModelPermissionPolicy

from engagement_site.accounts.models import User
from sessions_app.core.models import AuditEntry

#: Permission of managers and analysts to export a whole register; officers export only the programs
#: in their staff profile.
WHOLE_REGISTER = (
    "sessions_app.view_any_accommodation",
    "sessions_app.count_accommodations",
)


class RecordPolicy(ModelPermissionPolicy):
    """Model permissions, limited to the records that a user may see."""

    #: Additional verbs, each with permissions of which any one is enough.
    verbs: Mapping[str, tuple[str, ...]] = {}
    #: Lookup path to the program of a record, to export one's own programs.
    program_path: str | None = None

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        if not user.is_active or action == "delete":
            return False
        if action in self.verbs:
            return any(user.has_perm(permission) for permission in self.verbs[action])
        if action == "history":
            return self.user_has_permission(user, "change") or (
                self.user_has_permission(user, "view")
                and user.has_perm(f"sessions_app.view_{AuditEntry._meta.model_name}")
            )
        return super().user_has_permission(user, action)

    def allows(self, user: User | AnonymousUser, action: str, instance: models.Model) -> bool:
        """Whether the verb is granted for a record that is known to be visible."""
        return self.user_has_permission(user, action)

    def visible(self, user: User | AnonymousUser) -> models.QuerySet[Any]:
        """Return the records that the user may see."""
        records = self.model._default_manager.all()
        if hasattr(records, "visible_to"):
            return records.visible_to(user)
        return records if self.user_has_permission(user, "view") else records.none()

    def user_has_permission_for_instance(
        self, user: User | AnonymousUser, action: str, instance: models.Model
    ) -> bool:
        return (
            self.allows(user, action, instance)
            and self.visible(user).filter(pk=instance.pk).exists()
        )

    def instances_user_has_any_permission_for(
        self, user: User | AnonymousUser, actions: Iterable[str]
    ) -> models.QuerySet[Any]:
        if self.user_has_any_permission(user, actions):
            return self.visible(user)
        return self.model._default_manager.none()

    def exportable(self, user: User | AnonymousUser) -> models.QuerySet[Any]:
        """Return the records that the user may export: all, or those of their own programs."""
        records = self.visible(user)
        if not self.user_has_permission(user, "export"):
            return records.none()
        if self.program_path is None or any(map(user.has_perm, WHOLE_REGISTER)):
            return records
        return records.filter(**{f"{self.program_path}__staff__user": user})


_POLICIES: dict[type[models.Model], RecordPolicy] = {}


def register(*policies: RecordPolicy) -> None:
    """Register the policies of a noun. Called when Django starts."""
    _POLICIES.update({policy.model: policy for policy in policies})


def policy_for(model: type[models.Model]) -> RecordPolicy:
    """Return the policy of a model. Raises ``KeyError`` for a model without staff screens."""
    return _POLICIES[model]


def every_policy() -> Iterable[RecordPolicy]:
    """Return all policies, in the order of the nouns from the lowest up."""
    return _POLICIES.values()


def may(user: User | AnonymousUser, verb: str, record: models.Model | type[models.Model]) -> bool:
    """Whether ``user`` may do ``verb`` to a record, or to some record of a model."""
    if isinstance(record, type):
        return policy_for(record).user_has_permission(user, verb)
    return policy_for(type(record)).user_has_permission_for_instance(user, verb, record)


def require(user: User | AnonymousUser, verb: str, record: models.Model) -> None:
    """Raise 404 unless ``user`` may do ``verb``, so that they do not learn that it exists."""
    if not may(user, verb, record):
        raise Http404
