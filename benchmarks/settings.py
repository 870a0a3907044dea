"""Benchmark settings: the test settings, without instrumentation."""

from engagement_site.settings.test import *
from engagement_site.settings.test import INSTALLED_APPS, MIDDLEWARE

# Watching for repeated queries costs as much as some queries.
INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "zeal"]
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("tests.")]
