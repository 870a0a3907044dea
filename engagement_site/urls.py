"""All URLs of the site. The only module that combines the domain and the pages."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from engagement_site import probes
from engagement_site.accounts.views import ConfirmLoginCodeView
from home.admin_permissions import require_permission

handler400 = "engagement_site.error_pages.bad_request"
handler500 = "engagement_site.error_pages.server_error"

# Wagtail's and Django's own sign-in views ask only for a password. Redirect before the includes.
sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)
reset_password = RedirectView.as_view(url=reverse_lazy("account_reset_password"))

urlpatterns = [
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("admin/login/", sign_in),
    path("admin/password_reset/", reset_password),
    path("admin/password_reset/<path:rest>", reset_password),
    path("django-admin/login/", sign_in),
    path(
        "admin/", include(decorate_urlpatterns(wagtailadmin_urls.urlpatterns, require_permission))
    ),
    path(
        "documents/",
        include(decorate_urlpatterns(wagtaildocs_urls.urlpatterns, never_cache)),
    ),
]

# English has no prefix; Spanish has the same paths under /es/.
urlpatterns += i18n_patterns(
    path(
        "accounts/login/code/confirm/",
        ConfirmLoginCodeView.as_view(),
        name="account_confirm_login_code",
    ),
    path("accounts/", include("allauth.urls")),
    path("_util/login/", sign_in),
    path("", include("sessions_app.urls")),
    path("", include("home.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
