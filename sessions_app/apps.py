"""The engagement domain: sessions, registrations, what was heard and what was done."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SessionsAppConfig(AppConfig):
    name = "sessions_app"
    verbose_name = _("Community engagement")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models and Wagtail's registry exist only now.
        from django.contrib.auth import get_user_model  # noqa: PLC0415
        from wagtail.log_actions import registry  # noqa: PLC0415

        from sessions_app.log_actions import LOG_ACTIONS  # noqa: PLC0415
        from sessions_app.models import AuditEntry  # noqa: PLC0415

        post_migrate.connect(make_mail_templates, sender=self)
        for name, (label, message) in LOG_ACTIONS.items():
            registry.register_action(name, label, message)
        # Wagtail's history pages and our services then write and read one trail.
        for model in self.get_models():
            if model is not AuditEntry:
                registry.register_model(model, AuditEntry)
        # Wagtail's own trail would keep their names.
        registry.register_model(get_user_model(), AuditEntry)


def make_mail_templates(using: str, **kwargs: Any) -> None:
    """Give each kind of e-mail its rows, as Django gives each model its permissions."""
    from sessions_app.models import MailTemplate  # noqa: PLC0415
    from sessions_app.services.mail_templates import make_missing  # noqa: PLC0415

    # The table is not there yet when an earlier migration is asked for by name.
    if MailTemplate._meta.db_table in connections[using].introspection.table_names():
        make_missing()
