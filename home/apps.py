from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are not available before.
        from home.program_addresses import move_pages  # noqa: PLC0415
        from sessions_app.programs import address_copies  # noqa: PLC0415

        address_copies.register(move_pages)
