"""Strict base settings of every environment; development and test relax some explicitly.

`README.md` has the table of environment variables.
"""

from engagement_site.settings.content import *
from engagement_site.settings.environment import BASE_DIR, RUN_DIR, count, database, env
from engagement_site.settings.headers import *
from engagement_site.settings.sign_in import *

DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
#: Base of every absolute URL, in pages and e-mails. No trailing slash.
BASE_URL = env("BASE_URL", default="").rstrip("/")
WAGTAILADMIN_BASE_URL = BASE_URL

#: Every page says that what it shows is fictional. Only development settings turn it on.
DEMONSTRATION = False
#: Password of every demonstration account. If unset, no demonstration content can be created.
DEMO_PASSWORD = ""

ROOT_URLCONF = "engagement_site.urls"
WSGI_APPLICATION = "engagement_site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "engagement_site",
    "engagement_site.accounts",
    "home",
    "sessions_app",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "localflavor",
    "phonenumber_field",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    # Around everything, for it marks every page: errors that other middleware answers as well.
    "engagement_site.demonstration.DemonstrationMiddleware",
    # Header middleware first, so that static files, redirects and errors get headers as well.
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "engagement_site.middleware.AdminPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Before anything looks up a file, a session or a page.
    "engagement_site.middleware.RefuseNulMiddleware",
    "engagement_site.middleware.RefuseOtherCharsetsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "engagement_site.middleware.PrivateResponseMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "engagement_site.middleware.StaffSessionMiddleware",
    "engagement_site.middleware.StaffSecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "home.context.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": database(
        env("DATABASE_URL", default=f"sqlite:///{RUN_DIR / 'db.sqlite3'}"),
        pool_size=count("DATABASE_POOL_SIZE"),
    )
}

# All processes must share rate limits and locks, so the default cache is never in memory.
CACHES = {
    "default": {
        **(
            env.cache_url("CACHE_URL")
            if env("CACHE_URL", default="")
            else {
                "BACKEND": "engagement_site.cache.StrictDatabaseCache",
                "LOCATION": "cache_entries",
                "OPTIONS": {"MAX_ENTRIES": 100_000},
            }
        ),
        # No IP address or e-mail address in a key.
        "KEY_FUNCTION": "engagement_site.cache.keyed_hash",
    }
}

TASKS = {
    "default": {"BACKEND": env("TASKS_BACKEND", default="django_tasks_db.DatabaseBackend")},
}

LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "America/New_York"
USE_TZ = True
USE_I18N = True
PHONENUMBER_DEFAULT_REGION = "US"
# Both hold the country code and the extension, so that a number survives str() and the database.
PHONENUMBER_DB_FORMAT = PHONENUMBER_DEFAULT_FORMAT = "INTERNATIONAL"

STATIC_URL = "/static/"
STATIC_ROOT = RUN_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(RUN_DIR / "media"))()
#: Evidence of follow-up actions. No web server may serve this directory.
PRIVATE_ROOT = env.path("PRIVATE_ROOT", default=str(RUN_DIR / "private"))()
PRIVATE_STORAGE = {"BACKEND": "engagement_site.private_files.PrivateStorage"}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": PRIVATE_STORAGE,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
FILE_UPLOAD_PERMISSIONS = 0o640
# A URL typed without a scheme means https, as it will in Django 6.
FORMS_URLFIELD_ASSUME_HTTPS = True
# Wagtail's page editor sends a field for every block of a page.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
EMAIL_TIMEOUT = 10
# Counts of fewer people than this are not shown to the public.
SMALL_CELL_THRESHOLD = env.int("SMALL_CELL_THRESHOLD", default=5)

DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="")
#: Where replies to e-mails go: people are invited to reply, so somebody has to read them.
REPLY_TO_EMAIL = env("REPLY_TO_EMAIL", default="") or DEFAULT_FROM_EMAIL
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Console only. Django's error e-mails would contain visitors' IP addresses.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "filters": {"no_secrets": {"()": "engagement_site.log_filters.SecretPathFilter"}},
    "handlers": {
        # On the handler, so that the messages of every logger pass through it.
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["no_secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Otherwise every successful task and every poll of an empty queue would log a line.
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
    },
}
