from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EngagementSiteConfig(AppConfig):
    name = "engagement_site"
    verbose_name = _("Site")

    def ready(self) -> None:
        from engagement_site import admin_forms, checks, lookups  # noqa: F401, PLC0415  registers them

        admin_forms.register()
