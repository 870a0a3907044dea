"""The engagement domain: sessions, registrations, what was heard and what was done."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SessionsAppConfig(AppConfig):
    name = "sessions_app"
    verbose_name = _("Community engagement")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models and Wagtail's registry exist only now.
        from wagtail.log_actions import registry  # noqa: PLC0415

        from sessions_app.log_actions import LOG_ACTIONS  # noqa: PLC0415
        from sessions_app.models import AuditEntry  # noqa: PLC0415

        for name, (label, message) in LOG_ACTIONS.items():
            registry.register_action(name, label, message)
        # Wagtail's history pages and our services then write and read one trail.
        for model in self.get_models():
            if model is not AuditEntry:
                registry.register_model(model, AuditEntry)
