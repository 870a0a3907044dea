"""Wagtail settings: pages, documents, images and the admin."""

from django.utils.translation import gettext_lazy as _

LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True

#: The office as e-mails and calendar entries name it.
OFFICE_NAME = _("Office for Civil Rights and Civil Liberties")
DEPARTMENT_NAME = _("U.S. Department of Homeland Security")

WAGTAIL_SITE_NAME = "Civil Rights Engagement"
# allauth handles sign-in and passwords; Wagtail's own views bypass the second factor.
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# New staff set a password from the "forgot password" e-mail, so nobody else knows it.
WAGTAILUSERS_PASSWORD_ENABLED = False

# Both would call third-party servers from the admin.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []

# Each autosave writes a revision and runs every edit hook; the default is every half second.
WAGTAIL_AUTOSAVE_INTERVAL = 5_000
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 1
WAGTAILADMIN_PAGE_SEARCH_FILTER_BY_PERMISSIONS = True
# A shared password does not show who read the page; groups do.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}

MEBIBYTE = 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "odt", "pdf", "pptx", "rtf", "txt", "xlsx"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "home.documents.DocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * MEBIBYTE
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * MEBIBYTE
WAGTAILIMAGES_IMAGE_FORM_BASE = "home.images.ImageForm"
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64_000_000

WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_DATE_FORMAT = "%m/%d/%Y"
WAGTAIL_DATETIME_FORMAT = "%m/%d/%Y %H:%M"
