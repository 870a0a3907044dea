"""WSGI entry point for granian, gunicorn and others. Production settings by default."""

import os

import django

from engagement_site.handlers import Utf8WSGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "engagement_site.settings.production")

django.setup(set_prefix=False)
application = Utf8WSGIHandler()
