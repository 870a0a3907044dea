"""Reads environment variables: everything that differs between installations."""

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[2]
#: Everything written at run time: database, uploads, caught e-mails, collected static files.
RUN_DIR = BASE_DIR / "var"

env = environ.Env()


def count(name: str) -> int:
    """Return an environment variable that counts something; 0 if it is unset or empty.

    Raises ``ImproperlyConfigured`` if it is not a whole number.
    """
    text = env(name, default="").strip() or "0"
    if not text.isdecimal():
        raise ImproperlyConfigured(f"{name} is {text!r}; it has to be a whole number, 0 or more.")
    return int(text)


def database(url: str, *, pool_size: int = 0) -> dict[str, Any]:
    """Return Django's connection settings for a SQLite or PostgreSQL URL.

    PostgreSQL connections are persistent and health-checked before use, so that a database restart
    causes no error page. With `pool_size` above zero, the threads of a process share a pool of that
    size.
    """
    config: dict[str, Any] = env.db_url_config(url)
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = {
            # BEGIN IMMEDIATE queues writers; upgrading a read lock fails at once with "database is
            # locked".
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL, because a confirmed seat must survive a power failure.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
        return config
    config["CONN_HEALTH_CHECKS"] = True
    if pool_size:
        config.setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": pool_size}
    else:
        config["CONN_MAX_AGE"] = 600
    return config
