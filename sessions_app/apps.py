"""The domain app: sessions, registrations, feedback and follow-up actions."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

#: The nouns from the lowest up, in the import order of ``pyproject.toml``.
NOUNS = (
    "core",
    "mail",
    "programs",
    "organizations",
    "listening_sessions",
    "calendars",
    "registrations",
    "feedback",
    "feedback_import",
    "actions",
    "read_back",
    "feedback_operations",
    "public_feedback",
    "organization_operations",
    "session_operations",
    "feedback_register",
    "dashboard",
)


class SessionsAppConfig(AppConfig):
    name = "sessions_app"
    verbose_name = _("Community engagement")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models and Wagtail's registry are not available before.
        from django.contrib.auth import get_user_model  # noqa: PLC0415
        from wagtail.log_actions import registry  # noqa: PLC0415

        from sessions_app.core import policies  # noqa: PLC0415
        from sessions_app.core.models import AuditEntry  # noqa: PLC0415
        from sessions_app.mail import kinds  # noqa: PLC0415

        post_migrate.connect(make_mail_templates, sender=self)
        for declared in declarations("log_actions"):
            for name, (label, message) in declared.LOG_ACTIONS.items():
                registry.register_action(name, label, message)
        for declared in declarations("mail_kinds"):
            kinds.register(declared.MAIL_KINDS)
        for declared in declarations("policies"):
            policies.register(*declared.POLICIES)
        # So that Wagtail's history pages and our services share one audit log.
        for model in self.get_models():
            if model is not AuditEntry:
                registry.register_model(model, AuditEntry)
        # Wagtail's own log would keep their names.
        registry.register_model(get_user_model(), AuditEntry)


def declarations(layer: str) -> Iterator[ModuleType]:
    """Import the named module from every noun that has one, from the lowest up.

    ``core/policies.py`` is the registry that the others register with, and declares none.
    """
    for noun in NOUNS[1:]:
        if (Path(__file__).parent / noun / f"{layer}.py").exists():
            yield import_module(f"sessions_app.{noun}.{layer}")


def make_mail_templates(using: str, **kwargs: Any) -> None:
    """Create the rows of each kind of e-mail, as Django creates each model's permissions."""
    from sessions_app.mail.models import MailTemplate  # noqa: PLC0415
    from sessions_app.mail.services.mail_templates import make_missing  # noqa: PLC0415

    # The table does not exist yet when migrating to an earlier migration.
    if MailTemplate._meta.db_table in connections[using].introspection.table_names():
        make_missing()
