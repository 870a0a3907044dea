"""Settings of a worker process that runs tasks from the database, and gives up on mail servers
sooner than in production.
"""

from engagement_site.settings.test import *  # noqa: F403

EMAIL_TIMEOUT = 2
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
