"""Reads the environment: whatever differs between two installations comes in through here."""

from pathlib import Path
from typing import Any

import environ

BASE_DIR = Path(__file__).resolve().parents[2]
#: Everything written at run time: database, uploads, caught mail, collected static files.
RUN_DIR = BASE_DIR / "var"

env = environ.Env()


def database(url: str, *, pool_size: int = 0) -> dict[str, Any]:
    """Return Django's connection settings for a SQLite or PostgreSQL URL.

    On PostgreSQL connections stay open between requests and are checked before use, so that a
    restarted server costs nobody an error page. `pool_size` above zero shares that many
    connections between the threads of a process instead.
    """
    config: dict[str, Any] = env.db_url_config(url)
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = {
            # Writers queue at BEGIN; taking the lock later fails at once with "database is locked".
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL, because a confirmed seat must survive a power cut.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
        return config
    config["CONN_HEALTH_CHECKS"] = True
    if pool_size:
        config.setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": pool_size}
    else:
        config["CONN_MAX_AGE"] = 600
    return config
