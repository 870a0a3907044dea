"""WSGI entry point for granian, gunicorn and others. Production settings by default."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "engagement_site.settings.production")

application = get_wsgi_application()
