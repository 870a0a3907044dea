"""Runs the benchmarks on SQLite and on PostgreSQL and prints ratios measured side by side.

    python -m benchmarks

Absolute figures depend on the machine; ratios from one run are comparable.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tests import postgres_server

BENCHMARKS = ("registrations", "feeds", "listings")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        engines: dict[str, Callable[[str], str]] = {
            "SQLite": lambda name: f"sqlite:///{Path(folder) / f'{name}.sqlite3'}"
        }
        try:
            engines["PostgreSQL"] = partial(fresh_database, postgres_server.start())
        except ImportError:
            sys.stdout.write(f"Without PostgreSQL: {postgres_server.HOW_TO_GET}\n")
        for engine, database_for in engines.items():
            sys.stdout.write(f"\n{engine}\n")
            sys.stdout.flush()
            for benchmark in BENCHMARKS:
                environment = {
                    **os.environ,
                    "DATABASE_URL": database_for(benchmark),
                    "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
                    "LOG_LEVEL": "WARNING",
                }
                done = subprocess.run(  # noqa: S603 - our own modules
                    [sys.executable, "-m", f"benchmarks.{benchmark}"], env=environment, check=False
                )
                if done.returncode:
                    return done.returncode
    return 0


def fresh_database(server: str, name: str) -> str:
    """Create a separate database for a benchmark, so that none sees the rows of another."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return urlsplit(server)._replace(path=f"/{name}").geturl()


if __name__ == "__main__":
    sys.exit(main())
