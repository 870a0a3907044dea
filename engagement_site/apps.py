from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EngagementSiteConfig(AppConfig):
    name = "engagement_site"
    verbose_name = _("Site")

    def ready(self) -> None:
        from engagement_site import (  # noqa: PLC0415  importing registers checks and lookups
            admin_forms,
            checks,  # noqa: F401
            lookups,  # noqa: F401
            spreadsheets,
        )

        admin_forms.register()
        spreadsheets.register()
