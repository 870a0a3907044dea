"""The site's URLs, and two for development only: caught mail and uploads."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.static import serve

from engagement_site import urls as site

handler400 = site.handler400
handler500 = site.handler500

urlpatterns = [
    path("_mail/", include("engagement_site.caught_mail.urls")),
    # Images only. Documents may be private, so Wagtail serves them after a permission check.
    re_path(
        r"^media/(?P<path>(?:images|original_images|avatar_images)/[^/]+)$",
        serve,
        {"document_root": settings.MEDIA_ROOT},
    ),
    *site.urlpatterns,
]
