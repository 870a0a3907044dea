"""Roles and permissions: the single source. ``manage.py sync_roles`` writes it to Django's groups.

The one table of permissions (docs/invariants.md, 14). Permissions that depend on the row (own
actions, assigned accommodations) are filtered by ``visible_to`` on the QuerySets and checked
through ``core/policies.py``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ROLE_EDITOR = gettext_noop("Editor")
ROLE_ENGAGEMENT_OFFICER = gettext_noop("Engagement officer")
ROLE_ACTION_OWNER = gettext_noop("Action owner")
ROLE_MANAGER = gettext_noop("Manager")
ROLE_ANALYST = gettext_noop("Analyst")
ROLE_AUDITOR = gettext_noop("Auditor")

_WORK = frozenset({"add", "change", "view"})
_READ = frozenset({"view"})


@dataclass(frozen=True)
class RoleSpec:
    """Permissions of a role in the domain: model name → permissions, and extra codenames."""

    description: "StrOrPromise"
    models: Mapping[str, frozenset[str]]
    extra: frozenset[str] = frozenset()


_REGISTERS = (
    "program",
    "agency",
    "venue",
    "room",
    "listeningsession",
    "agendaitem",
    "sessionmaterial",
    "registration",
    "invitation",
    "attendee",
    "organization",
    "contact",
    "membership",
    "feedbackitem",
    "theme",
    "followupaction",
)
_REFERENCE_DATA = ("agency", "jurisdiction", "language", "constituency")


def _each(models: tuple[str, ...], verbs: frozenset[str]) -> dict[str, frozenset[str]]:
    return dict.fromkeys(models, verbs)


ROLES: Mapping[str, RoleSpec] = {
    ROLE_EDITOR: RoleSpec(
        description=_("Writes and submits pages."),
        models=_each(("program",), _READ),
    ),
    ROLE_ENGAGEMENT_OFFICER: RoleSpec(
        description=_(
            "Runs sessions, works with organizations, logs feedback and follows up on it."
        ),
        models={
            **_each(_REGISTERS, _WORK),
            **_each(_REFERENCE_DATA, _READ),
            "agency": _WORK,
            "accommodationrequest": frozenset({"change", "view"}),
            "outboxmessage": frozenset({"change", "view"}),
            "mailtemplate": _READ,
            "feedbackcontact": _READ,
        },
        extra=frozenset(
            {
                "view_any_action",
                "view_private_note",
                "approve_summary",
                "verify_organization",
                "merge_organization",
            }
        ),
    ),
    ROLE_ACTION_OWNER: RoleSpec(
        description=_("Posts updates on their own actions and reads their agency’s actions."),
        models=_each(("followupaction",), _READ),
        extra=frozenset({"update_own_action"}),
    ),
    ROLE_MANAGER: RoleSpec(
        description=_("Approves what is published and sees everything that is due."),
        models={
            **_each(_REGISTERS, _WORK),
            **_each(_REFERENCE_DATA, _WORK),
            "accommodationrequest": frozenset({"change", "view"}),
            "outboxmessage": frozenset({"change", "view"}),
            "mailtemplate": frozenset({"change", "view"}),
            "auditentry": _READ,
            "feedbackcontact": _READ,
        },
        extra=frozenset(
            {
                "view_any_action",
                "hand_over_action",
                "view_any_accommodation",
                "view_private_note",
                "approve_summary",
                "verify_organization",
                "merge_organization",
            }
        ),
    ),
    ROLE_ANALYST: RoleSpec(
        description=_("Reads records, except private notes, and sees totals."),
        models=_each(
            (
                "program",
                "listeningsession",
                "registration",
                "invitation",
                "organization",
                "feedbackitem",
                "theme",
                "followupaction",
            ),
            _READ,
        ),
        extra=frozenset({"view_any_action", "count_accommodations"}),
    ),
    ROLE_AUDITOR: RoleSpec(
        description=_("Reads all records and the audit log. Cannot change anything."),
        models={
            **_each(
                (
                    "program",
                    "listeningsession",
                    "registration",
                    "invitation",
                    "organization",
                    "contact",
                    "membership",
                    "feedbackitem",
                    "theme",
                    "followupaction",
                ),
                _READ,
            ),
            "auditentry": _READ,
            "feedbackcontact": _READ,
        },
        extra=frozenset({"view_any_action", "view_private_note"}),
    ),
}


def permissions_of(role: str) -> set[str]:
    """Return the permissions of a role as ``app.codename``, access to the admin included."""
    spec = ROLES[role]
    permissions = {"wagtailadmin.access_admin"}
    permissions |= {f"sessions_app.{codename}" for codename in spec.extra}
    for model, verbs in spec.models.items():
        permissions |= {f"sessions_app.{verb}_{model}" for verb in verbs}
    return permissions
