"""Wagtail: pages, documents, images and the staff screens around them."""

from django.utils.translation import gettext_lazy as _

LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True

WAGTAIL_SITE_NAME = "Civil Rights Engagement"
# Signing in and passwords belong to allauth; Wagtail's own doors skip the second factor.
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# A new member of staff chooses a password from the "forgot password" mail, so nobody else knows it.
WAGTAILUSERS_PASSWORD_ENABLED = False

# Both would call other people's servers from the staff screens.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []

# Each automatic save writes a revision and runs every edit hook: not twice a second, as by default.
WAGTAIL_AUTOSAVE_INTERVAL = 5_000
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 1
WAGTAILADMIN_PAGE_SEARCH_FILTER_BY_PERMISSIONS = True
# A shared password tells nobody who read the page; groups do.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}

MEBIBYTE = 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "odt", "pdf", "pptx", "rtf", "txt", "xlsx"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "home.documents.DocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * MEBIBYTE
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * MEBIBYTE
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64_000_000

WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_DATE_FORMAT = "%m/%d/%Y"
WAGTAIL_DATETIME_FORMAT = "%m/%d/%Y %H:%M"
