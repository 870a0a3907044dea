"""Settings for the benchmarks: those of the tests, without what only tests pay for."""

from engagement_site.settings.test import *
from engagement_site.settings.test import INSTALLED_APPS, MIDDLEWARE

# Watching for repeated queries costs as much as some of them.
INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "zeal"]
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("tests.")]
