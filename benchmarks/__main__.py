"""Runs the benchmarks on SQLite and on PostgreSQL and prints ratios taken side by side.

    python -m benchmarks

Absolute figures move with the machine; a ratio of one run says more.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import postgres_server

BENCHMARKS = ("registrations", "feeds", "listings")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        databases = {"SQLite": f"sqlite:///{Path(folder) / 'benchmark.sqlite3'}"}
        try:
            databases["PostgreSQL"] = postgres_server.start()
        except ImportError:
            sys.stdout.write(f"Without PostgreSQL: {postgres_server.HOW_TO_GET}\n")
        for name, url in databases.items():
            sys.stdout.write(f"\n{name}\n")
            sys.stdout.flush()
            environment = {
                **os.environ,
                "DATABASE_URL": url,
                "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
                "LOG_LEVEL": "WARNING",
            }
            for benchmark in BENCHMARKS:
                done = subprocess.run(  # noqa: S603 - our own modules
                    [sys.executable, "-m", f"benchmarks.{benchmark}"], env=environment, check=False
                )
                if done.returncode:
                    return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
