"""Reads environment variables: everything that differs between installations."""

from pathlib import Path
from typing import Any

import environ

BASE_DIR = Path(__file__).resolve().parents[2]
#: Everything written at run time: database, uploads, caught e-mails, collected static files.
RUN_DIR = BASE_DIR / "var"

env = environ.Env()


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
